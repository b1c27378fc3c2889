import { ANALYSES } from "../../src/analyses/registry.ts";
import { checkedParameters } from "../../src/app/checked-parameters.ts";
import { readModels, requireDefinitions } from "../../src/app/model-state.ts";
import { openProjectWarehouse } from "../../src/app/open-warehouse.ts";
import { openProject } from "../../src/app/project-session.ts";
import { runAnalysis } from "../../src/app/run-analysis.ts";
import { AppError } from "../../src/core/errors.ts";

export interface ColdAndWarmInput {
  readonly root: string;
  readonly analysis: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly runs: number;
  /** No further run begins this long after the first warm one began. */
  readonly withinMs?: number;
}

export interface ColdAndWarm {
  /** The project opened and the question answered for the first time in this process. */
  readonly coldMs: number;
  readonly warmMs: readonly number[];
  /** The result of the first answer. */
  readonly result: unknown;
}

/** Times an analysis in a new process, then again and again in the open warehouse; nothing comes from kept results. */
export async function timeColdAndWarm({
  root,
  analysis: id,
  params: given,
  runs,
  withinMs = Number.POSITIVE_INFINITY,
}: ColdAndWarmInput): Promise<ColdAndWarm> {
  const analysis = ANALYSES.find((known) => known.id === id);
  if (analysis === undefined) throw new AppError("INTERNAL", `there is no analysis "${id}"`);
  const began = performance.now();
  using session = await openProject(root, { purpose: "bench" });
  await using warehouse = await openProjectWarehouse(session);
  const models = await readModels(session, warehouse);
  requireDefinitions(session, models);
  const params = checkedParameters(analysis, given, session.project);
  const run = async (): Promise<unknown> => {
    const options = { params, asOfMs: null, seed: 0, clock: { nowMs: Date.now } };
    const target = { session, warehouse, local: warehouse, models };
    const { status, reason, result } = await runAnalysis(analysis, target, options);
    if (status !== "ok") throw new AppError("INTERNAL", `${id} is ${status}: ${reason}`);
    return result;
  };
  const result = await run();
  const coldMs = performance.now() - began;
  const warmMs: number[] = [];
  const beganWarm = performance.now();
  while (warmMs.length < runs && performance.now() - beganWarm < withinMs) {
    const start = performance.now();
    await run();
    warmMs.push(performance.now() - start);
  }
  return { coldMs, warmMs, result };
}
