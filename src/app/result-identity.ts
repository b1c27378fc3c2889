import { createHash } from "node:crypto";
import type { AnyAnalysis } from "../analyses/analysis.ts";
import { codeVersion } from "../config/version.ts";
import type { Project } from "../contract/project/project.ts";
import { createLoadRunStore } from "../state/load-runs.ts";
import type { BuiltModels } from "../state/models.ts";
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

type ResultBasis = Pick<ProjectSession, "project" | "manifest" | "state"> & { readonly models: BuiltModels };

/**
 * The id of an answer: the same question to the same data, with the same definitions and the same code, has the same
 * id. It needs no warehouse. Views on the lake follow the lake even when the models are older, so both versions count;
 * for an analysis of the project itself also the last recorded ingest or build.
 */
export function resultId(
  analysis: Pick<AnyAnalysis, "id" | "version" | "catalogRequest">,
  { params, asOfMs, seed }: AnalysisRequest,
  { project, manifest, state, models }: ResultBasis,
): string {
  const { id, version } = analysis;
  const runs = analysis.catalogRequest(params) === undefined ? [] : createLoadRunStore(state).runs();
  const data = [models.dataVersion, manifest.dataVersion(), ...runs.slice(0, 1).map((run) => run.id)];
  const identity = [id, version, params, isoInstant(asOfMs), data, seed, codeVersion(), numberDefinitions(project)];
  return createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 16);
}
