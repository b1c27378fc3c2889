import type { Catalog, FileRecords } from "../../contract/catalog.ts";
import { type Load, loadOf } from "../../contract/load-run.ts";
import type { ComputeContext, Computed } from "../analysis.ts";
import { type PipelineCheck, pipelineChecks } from "./checks.ts";
import type { PipelineParams } from "./params.ts";
import { type AnyRow, isNewest, type ModelTotals, type QuarantineRow, SHOWN_ROWS } from "./query.ts";
import { nullWords } from "./rules.ts";
import { buildSteps, ingestSteps, type PipelineStep } from "./steps.ts";

/** How a column of a source became one of the lake. */
export interface TypedColumn {
  readonly source: string;
  readonly column: string;
  readonly from: string | null;
  readonly role: string;
  readonly type: string;
  readonly how: "declared" | "inferred" | "computed";
}

export interface RunSummary {
  readonly id: number;
  readonly startedAt: string;
  readonly seconds: number | null;
  readonly notes: readonly string[];
}

export interface PipelineResult {
  readonly ingest: RunSummary & { readonly files: number };
  readonly build: RunSummary | null;
  readonly steps: readonly PipelineStep[];
  readonly checks: readonly PipelineCheck[];
  readonly columns: readonly TypedColumn[];
  /** Texts that mean null, by source. */
  readonly nulls: Readonly<Record<string, string>>;
  readonly before: Pick<FileRecords, "path" | "header" | "records"> | null;
  readonly after: readonly AnyRow[];
  readonly quarantined: readonly QuarantineRow[];
}

export interface PipelineRows {
  readonly after: readonly AnyRow[];
  readonly quarantined: readonly QuarantineRow[];
  readonly totals: readonly ModelTotals[];
}

/** One load as it was recorded, step by step, and whether its counts add up. */
export function computePipeline(
  { after, quarantined, totals }: PipelineRows,
  { run }: PipelineParams,
  { project, catalog }: Pick<ComputeContext, "project" | "catalog">,
): Computed<PipelineResult> {
  const load = catalog === undefined ? null : loadOf(catalog.runs, run ?? null);
  if (catalog === undefined || load === null)
    return { status: "undetermined", reason: whyNothing(catalog, run ?? null), warnings: [] };
  const steps = [...ingestSteps(load, project, catalog.schemas), ...buildSteps(load, project, totals[0])];
  const sources = [...new Set(steps.flatMap(({ source }) => source ?? []))];
  const { records } = catalog;
  return {
    status: "ok",
    warnings: warningsOf(load, catalog),
    result: {
      ingest: {
        ...summaryOf(load.ingest),
        files: load.ingest.steps.filter(({ step, rowsOut }) => step === "commit" && rowsOut !== null).length,
      },
      build: load.build === null ? null : summaryOf(load.build),
      steps,
      checks: pipelineChecks(steps, load, { project, catalog }),
      columns: sources.flatMap((source) => typedColumns(source, catalog)),
      nulls: Object.fromEntries(
        sources.flatMap((id) => {
          const source = project.sources[id];
          return source === undefined ? [] : [[id, nullWords(source)]];
        }),
      ),
      before:
        records === null || records.missing !== null
          ? null
          : { path: records.path, header: records.header, records: records.records },
      after: after.slice(0, SHOWN_ROWS),
      quarantined,
    },
  };
}

function summaryOf({ id, startedAt, seconds, notes }: Load["ingest"]): RunSummary {
  return { id, startedAt, seconds, notes };
}

function whyNothing(catalog: Catalog | undefined, run: number | null): string {
  const loads = catalog?.runs.filter(({ kind }) => kind === "ingest").map(({ id }) => id) ?? [];
  if (loads.length === 0) return "no ingest has been recorded: load the project's files with `tidemark ingest`";
  if (run === null) return "no recorded ingest brought rows";
  return `run ${run} is not an ingest that brought rows; ingests on record: ${loads.slice(0, 20).join(", ")}`;
}

function warningsOf(load: Load, catalog: Catalog): readonly string[] {
  const { ingest, build } = load;
  const newer = catalog.runs.find(
    (run) => run.id > ingest.id && (run.status === "failed" || run.status === "interrupted"),
  );
  const missing = catalog.records?.missing ?? null;
  return [
    ...(ingest.error === null ? [] : [`run ${ingest.id} did not load everything: ${ingest.error}`]),
    ...(newer === undefined
      ? []
      : [`${newer.kind} run ${newer.id} after it ${newer.status}: ${newer.error ?? "it was stopped"}`]),
    ...(build === null ? ["no build has followed: the models do not hold these rows yet"] : []),
    ...(build !== null && !isNewest(load, catalog)
      ? ["later loads followed, so that the models' sums of this load cannot be checked any more"]
      : []),
    ...(missing === null ? [] : [`the first records cannot be shown: ${missing}`]),
  ];
}

function typedColumns(source: string, { schemas }: Catalog): readonly TypedColumn[] {
  return (schemas[source]?.columns ?? []).map(({ name, role, type, from, declared, format }) => ({
    source,
    column: name,
    from,
    role,
    type: format === undefined || format === "iso" ? type : `${type} (${format})`,
    how: from === null ? "computed" : declared ? "declared" : "inferred",
  }));
}
