import { createHash } from "node:crypto";
import type { AnyAnalysis } from "../analyses/analysis.ts";
import { codeVersion } from "../config/version.ts";
import type { Project } from "../contract/project/project.ts";
import { createLoadRunStore } from "../state/load-runs.ts";
import type { BuiltModels } from "../state/models.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { lakeVersion } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";

/** What is asked of an analysis. */
export interface AnalysisRequest {
  /** As `checkedParameters` gives them. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Data after this instant is not used; null: all of it. */
  readonly asOfMs: number | null;
  readonly seed: number;
}

/** The parts of the project file that numbers depend on: no paths, no limits of the engine, no checks. */
export function numberDefinitions({
  project: { timezone, week_start },
  sources,
  dimensions,
  metrics,
  segments,
  funnels,
  calendar,
  sample,
}: Project): Readonly<Record<string, unknown>> {
  const withoutPaths = Object.entries(sources).map(([id, { path: _, ...source }]) => [id, source] as const);
  const all = {
    timezone,
    week_start,
    sources: Object.fromEntries(withoutPaths),
    dimensions,
    metrics,
    segments,
    funnels,
    ...(Object.keys(calendar).length === 0 ? {} : { calendar }),
  };
  return sample === undefined ? all : { ...all, sample };
}

/** The instant as receipts write it. */
export const isoInstant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

interface ResultBasis extends Pick<ProjectSession, "project" | "manifest" | "state" | "shared"> {
  readonly models: BuiltModels;
  /** The connection that answers; absent before there is one. */
  readonly local?: Warehouse;
}

/**
 * The id of an answer: the same question to the same data, with the same definitions and the same code, has the same
 * id. It needs no warehouse. Views on the lake follow the lake even when the models are older, so both versions count;
 * for an analysis of the project itself also what the manifest holds, and the last ingest or build and what became of it.
 */
export function resultId(
  analysis: Pick<AnyAnalysis, "id" | "version" | "catalogRequest">,
  { params, asOfMs, seed }: AnalysisRequest,
  { models, local, ...session }: ResultBasis,
): string {
  const { id, version } = analysis;
  const own = analysis.catalogRequest(params) === undefined ? [] : recorded(session);
  const data = [models.dataVersion, lakeVersion(session, local), ...own];
  const definitions = numberDefinitions(session.project);
  const identity = [id, version, params, isoInstant(asOfMs), data, seed, codeVersion(), definitions];
  return createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 16);
}

/** What changes whenever the project's own records do. */
function recorded({ manifest, state }: Pick<ResultBasis, "manifest" | "state">): readonly unknown[] {
  const [last] = createLoadRunStore(state).runs();
  return [manifest.dataVersion(), last?.id, last?.status];
}
