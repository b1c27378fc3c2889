import type { IngestedFile, LakePart } from "../contract/manifest.ts";
import type { ProjectSession } from "./project-session.ts";

/** What of a source is in the lake. rowsRead = kept + duplicates + quarantined. */
export interface SourceSummary {
  readonly id: string;
  readonly kind: "events" | "table";
  readonly files: number;
  readonly rowsRead: number;
  readonly kept: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly parts: number;
  readonly bytes: number;
  /** UTC days `YYYY-MM-DD` of the oldest and the newest rows; null without rows or without a time column. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

type Manifested = Pick<ProjectSession, "project" | "manifest">;

/** Every declared source with its counts, in the project file's order. */
export function sourceSummaries({ project, manifest }: Manifested): readonly SourceSummary[] {
  return Object.entries(project.sources).map(([id, source]) =>
    summaryOf(id, source.events === undefined ? "table" : "events", {
      files: manifest.files(id),
      parts: manifest.parts({ source: id, kind: "rows" }),
    }),
  );
}

interface Loaded {
  readonly files: readonly IngestedFile[];
  readonly parts: readonly LakePart[];
}

function summaryOf(id: string, kind: SourceSummary["kind"], { files, parts }: Loaded): SourceSummary {
  const sum = (of: (file: IngestedFile) => number): number => files.reduce((total, file) => total + of(file), 0);
  const days = parts.flatMap(({ day }) => (day === null ? [] : [day])).sort();
  return {
    id,
    kind,
    files: files.length,
    rowsRead: sum(({ rowsRead }) => rowsRead),
    kept: sum(({ kept }) => kept),
    duplicates: sum(({ duplicates }) => duplicates),
    quarantined: sum(({ quarantined }) => quarantined),
    parts: parts.length,
    bytes: parts.reduce((total, { bytes }) => total + bytes, 0),
    firstDay: days[0] ?? null,
    lastDay: days[days.length - 1] ?? null,
  };
}
