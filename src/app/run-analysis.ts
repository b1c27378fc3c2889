import { createHash } from "node:crypto";
import type { AnyAnalysis, ResultTable } from "../analyses/analysis.ts";
import { datedTables, planModels } from "../build/plan.ts";
import { codeVersion } from "../config/version.ts";
import type { Envelope, Receipt } from "../contract/envelope.ts";
import type { Clock } from "../core/clock.ts";
import { createRng } from "../core/rng.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Query } from "../sql/query.ts";
import { numberedText } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { catalogInput, readCatalog } from "./catalog.ts";
import { modelInput } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { sourceRanges } from "./source-ranges.ts";

export interface RunAnalysisOptions {
  readonly params: Readonly<Record<string, unknown>>;
  readonly asOfMs: number | null;
  readonly seed: number;
  readonly clock: Clock;
  readonly signal?: CancelSignal;
}

export interface AnalysisRun {
  readonly envelope: Envelope;
  /** The result as a flat table, null when undetermined. */
  readonly table: ResultTable | null;
}

/** Runs an analysis and puts its result in the envelope that every surface shows. */
export async function runAnalysis(
  analysis: AnyAnalysis,
  { session, warehouse }: { readonly session: ProjectSession; readonly warehouse: Warehouse },
  { params, asOfMs, seed, clock, signal }: RunAnalysisOptions,
): Promise<AnalysisRun> {
  const { project, manifest, state } = session;
  const start = clock.nowMs();
  const sqls: Receipt["sql"] = [];
  const fetch = async <Row>(query: Query<Row>): Promise<readonly Row[]> => {
    const began = clock.nowMs();
    const rows = await warehouse.rows(query, { signal });
    const values = query.text.values.map((value) => (typeof value === "bigint" ? value.toString() : value));
    sqls.push({
      text: numberedText(query.text),
      params: values,
      engine: warehouse.dialect.engine,
      rows: rows.length,
      ms: clock.nowMs() - began,
    });
    return rows;
  };
  const parsed = analysis.params.parse(params) as Record<string, unknown>;
  const ranges = await sourceRanges(warehouse, project);
  const plan = planModels(modelInput(session), warehouse.dialect);
  const request = analysis.catalogRequest(parsed);
  const catalog =
    request === undefined ? undefined : await readCatalog(catalogInput(session), warehouse, { request, seed });
  const context = { ...plan, tables: datedTables(plan), ranges, asOfMs, catalog, rng: createRng(seed) };
  const evaluated = await analysis.evaluate(parsed, context, fetch);
  const dataVersion = manifest.dataVersion();
  const asOf = asOfMs === null ? null : new Date(asOfMs).toISOString();
  const identity: unknown[] = [analysis.id, analysis.version, parsed, asOf, dataVersion, seed, codeVersion(), project];
  if (catalog !== undefined) identity.push(catalog.runs[0]?.id ?? null);
  const receipt: Receipt = {
    sql: sqls,
    definitions: { metrics: project.metrics, dimensions: project.dimensions, timezone: project.project.timezone },
    dataVersion,
    asOf,
    seed,
    codeVersion: codeVersion(),
    quality: lastQuality(state, dataVersion),
    ms: clock.nowMs() - start,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
  return {
    table: evaluated.table,
    envelope: {
      id: createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 16),
      analysis: analysis.id,
      version: analysis.version,
      params: parsed,
      status: evaluated.status,
      ...(evaluated.status === "undetermined" ? { reason: evaluated.reason } : {}),
      result: evaluated.status === "ok" ? evaluated.result : null,
      charts: [...evaluated.charts],
      findings: [...evaluated.findings],
      warnings: [...evaluated.warnings],
      receipt,
    },
  };
}

function lastQuality(state: ProjectSession["state"], dataVersion: string): string | null {
  const row = state
    .prepare("select outcome from check_runs where data_version = ? order by id desc limit 1")
    .get(dataVersion);
  return row === undefined || row === null ? null : String((row as { outcome: unknown }).outcome);
}
