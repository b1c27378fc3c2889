import type { ProjectSession } from "../../app/project-session.ts";
import { sourceSummaries } from "../../app/source-summary.ts";
import { dedupeOf } from "../../contract/project/source.ts";
import type { SchemaColumn, SourceSchema } from "../../contract/source-schema.ts";
import { counted } from "../../quality/wording.ts";
import { formatBytes } from "../output/numbers.ts";
import { type Section, tableOf } from "../output/sections.ts";
import type { Subject } from "./subject.ts";

type Manifested = Pick<ProjectSession, "project" | "manifest">;

/** A source: where it is read from, its columns as resolved at its first file, and every file with its counts. */
export function sourceSubject(session: Manifested, id: string): Subject | undefined {
  const { project, manifest } = session;
  const source = Object.hasOwn(project.sources, id) ? project.sources[id] : undefined;
  const summary = sourceSummaries(session).find((s) => s.id === id);
  if (source === undefined || summary === undefined) return undefined;
  const schema = manifest.schema(id);
  return {
    kind: "source",
    id,
    facts: {
      holds: summary.kind === "events" ? "an event log" : "a table",
      path: [source.path].flat().join(", "),
      format: source.format ?? "by file ending",
      dedupe: [dedupeOf(source)].flat().join(", "),
      changed_files: source.changed,
      rows_read: summary.rowsRead,
      kept: summary.kept,
      duplicates: summary.duplicates,
      quarantined: summary.quarantined,
      days: summary.firstDay === null ? null : `${summary.firstDay} to ${summary.lastDay} (UTC)`,
      lake: `${counted(summary.parts, "part")}, ${formatBytes(summary.bytes)}`,
    },
    sections: [
      columnsSection(schema === undefined ? undefined : (JSON.parse(schema) as SourceSchema)),
      filesSection(session, id),
    ],
  };
}

function columnsSection(schema: SourceSchema | undefined): Section {
  const rows =
    schema?.columns.map((column) => [
      column.name,
      column.type,
      column.role,
      originOf(column),
      column.declared ? "declared" : "inferred",
    ]) ?? [];
  return {
    title: "columns",
    table: tableOf(["column", "type", "role", "from", "type_is"], rows),
    empty: "known once the first file is loaded: `tidemark ingest`",
  };
}

const originOf = ({ from, format }: SchemaColumn): string =>
  `${from ?? "computed"}${format === undefined || format === "iso" ? "" : ` (${format})`}`;

function filesSection({ manifest }: Manifested, id: string): Section {
  const parts = manifest.parts({ source: id });
  const rows = manifest
    .files(id)
    .map((file) => [
      file.path,
      file.rowsRead,
      file.kept,
      file.duplicates,
      file.duplicatesAcross,
      file.quarantined,
      parts.filter(({ fileId }) => fileId === file.id).length,
      file.bytes,
      file.committedAt,
    ]);
  const names = [
    "file",
    "rows_read",
    "kept",
    "duplicates",
    "of_other_files",
    "quarantined",
    "parts",
    "bytes",
    "loaded",
  ];
  return { title: "files", table: tableOf(names, rows), empty: "none loaded: `tidemark ingest`" };
}
