import { ANALYSES } from "../../analyses/registry.ts";
import { keptForecasts } from "../../app/kept-forecasts.ts";
import { heldSampleNote } from "../../app/model-state.ts";
import { openProjectWarehouse } from "../../app/open-warehouse.ts";
import type { ProjectSession } from "../../app/project-session.ts";
import { relationCounts } from "../../app/relation-counts.ts";
import { projectRelations } from "../../app/relations.ts";
import { sourceSummaries } from "../../app/source-summary.ts";
import { stepLabel } from "../../contract/project/funnel.ts";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import type { Command, CommandContext } from "../command.ts";
import { openCommandProject } from "../open-project.ts";
import { TABLE_OPTIONS } from "../output/emit-table.ts";
import { formatBytes } from "../output/numbers.ts";
import { emitSections, type Section, tableOf } from "../output/sections.ts";
import type { OutputCell } from "../output/write-table.ts";

type Lister = (session: ProjectSession, context: CommandContext) => Section | Promise<Section>;

const LISTERS: Readonly<Record<string, Lister>> = {
  sources: listSources,
  metrics: listMetrics,
  dimensions: listDimensions,
  segments: listSegments,
  funnels: listFunnels,
  calendar: listCalendar,
  checks: listChecks,
  analyses: listAnalyses,
  relations: listRelations,
  forecasts: listForecasts,
};

export const listCommand: Command = {
  name: "list",
  usage: `[${Object.keys(LISTERS).join(" | ")}]`,
  summary:
    "show what the project has: sources, metrics, dimensions, segments, funnels, calendar, checks, analyses, relations, kept forecasts",
  options: TABLE_OPTIONS,
  examples: ["tidemark list", "tidemark list relations --format json"],
  handedOver: true,
  run: runList,
};

async function runList(context: CommandContext): Promise<number> {
  const listers = chosen(context.args);
  using session = await openCommandProject(context, "list");
  const sections: Section[] = [];
  for (const list of listers) sections.push(await list(session, context));
  emitSections(context, sections);
  return 0;
}

function chosen(args: readonly string[]): readonly Lister[] {
  if (args.length === 0) return Object.values(LISTERS);
  return args.map((name) => {
    const lister = Object.hasOwn(LISTERS, name) ? LISTERS[name] : undefined;
    if (lister !== undefined) return lister;
    const names = Object.keys(LISTERS);
    throw new AppError("USAGE", `there is no list of "${name}"${didYouMean(name, names)}`, {
      hint: `known: ${names.join(", ")}`,
    });
  });
}

function listSources(session: ProjectSession): Section {
  const rows = sourceSummaries(session).map((s) => [
    s.id,
    s.kind,
    s.files,
    s.rowsRead,
    s.kept,
    s.duplicates,
    s.quarantined,
    s.firstDay,
    s.lastDay,
    formatBytes(s.bytes),
  ]);
  const names = [
    "source",
    "kind",
    "files",
    "rows_read",
    "kept",
    "duplicates",
    "quarantined",
    "first_day",
    "last_day",
    "size",
  ];
  return { title: "sources", table: tableOf(names, rows), empty: "none declared" };
}

function listMetrics({ project }: ProjectSession): Section {
  const rows = Object.entries(project.metrics).map(([id, metric]) => [
    id,
    metric.kind,
    metric.kind === "ratio" ? `${metric.numerator} / ${metric.denominator}` : (metric.on ?? "events"),
    metric.unit ?? null,
    metric.good,
    metric.label ?? null,
  ]);
  return {
    title: "metrics",
    table: tableOf(["metric", "kind", "on", "unit", "good", "label"], rows),
    empty: "none declared",
  };
}

function listDimensions({ project }: ProjectSession): Section {
  const rows = Object.entries(project.dimensions).map(([id, dimension]) => [
    id,
    dimension.column ?? id,
    dimension.on ?? "events",
    dimension.rules?.length ?? 0,
    dimension.parent ?? null,
    dimension.label ?? null,
  ]);
  const names = ["dimension", "column", "on", "rules", "parent", "label"];
  return { title: "dimensions", table: tableOf(names, rows), empty: "none declared" };
}

function listSegments({ project }: ProjectSession): Section {
  const rows = Object.entries(project.segments).map(([id, { label, description, ...rule }]) => [
    id,
    JSON.stringify(rule),
    label ?? null,
  ]);
  return { title: "segments", table: tableOf(["segment", "rule", "label"], rows), empty: "none declared" };
}

function listFunnels({ project }: ProjectSession): Section {
  const rows = Object.entries(project.funnels).map(([id, { steps, label }]) => [
    id,
    steps.map(stepLabel).join(" > "),
    label ?? null,
  ]);
  return { title: "funnels", table: tableOf(["funnel", "steps", "label"], rows), empty: "none declared" };
}

function listCalendar({ project }: ProjectSession): Section {
  const rows = Object.entries(project.calendar).map(([id, { on, before, after, label }]) => [
    ...[id, [on].flat().join(", "), before, after, label ?? null],
  ]);
  return {
    title: "calendar",
    table: tableOf(["event", "on", "before", "after", "label"], rows),
    empty: "none declared",
  };
}

function listChecks({ project }: ProjectSession): Section {
  const rows = Object.entries(project.checks).map(([id, check]): OutputCell[] => [
    id,
    check.check,
    "on" in check ? (check.on ?? null) : null,
    check.severity ?? null,
    check.description ?? null,
  ]);
  const names = ["check", "kind", "on", "severity", "description"];
  return { title: "checks", table: tableOf(names, rows), empty: "none declared; the built-in checks run without" };
}

function listAnalyses(): Section {
  const rows = ANALYSES.map(({ id, question }) => [id, question]);
  return { title: "analyses", table: tableOf(["analysis", "question"], rows), empty: "none" };
}

/** Forecasts that were made, beside what came since. */
async function listForecasts(session: ProjectSession, { signal }: CommandContext): Promise<Section> {
  const kept = await keptForecasts(session, { signal });
  const names = [
    "id",
    "saved_as",
    "made",
    "forecast",
    "model",
    "steps",
    "came",
    "mae",
    "promised_mae",
    "smape",
    "inside",
    "level",
    "changed",
  ];
  const rows = kept.map(({ label, grain, model, steps, came, mae, promised, smape, inside, level, ...one }) => [
    ...[one.id, one.saved, one.createdAt.slice(0, 16), `${label} by ${grain}`, model, steps, came],
    ...[mae, promised, smape, inside, level, one.changed.length === 0 ? null : one.changed.join(", ")],
  ]);
  return { title: "forecasts", table: tableOf(names, rows), empty: "none: `tidemark run forecast` makes one" };
}

async function listRelations(session: ProjectSession, { io }: CommandContext): Promise<Section> {
  const section = (rows: readonly (readonly (string | number | null)[])[], empty: string): Section => ({
    title: "relations",
    table: tableOf(["relation", "kind", "columns", "rows"], rows),
    empty,
  });
  try {
    await using warehouse = await openProjectWarehouse(session);
    const relations = await projectRelations(warehouse);
    const counts = await relationCounts(
      warehouse,
      relations.map(({ name }) => name),
    );
    const sample = await heldSampleNote(session, warehouse);
    if (sample !== null) (io.note ?? io.err)(sample);
    return section(
      relations.map(({ name, kind, columns }) => [name, kind, columns.length, counts.get(name) ?? null]),
      "none built",
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "NOT_BUILT") throw error;
    io.err("there is no warehouse yet: run `tidemark ingest`, then `tidemark build`");
    return section([], "none built");
  }
}
