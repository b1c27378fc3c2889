import type { Inferred } from "../stats/inference.ts";
import {
  type Bootstrap,
  type BootstrapRequest,
  bootstrapPlans,
  bootstrapResult,
} from "../stats/resampling/bootstrap.ts";
import {
  type PermutationRequest,
  type PermutationTest,
  permutationPlan,
  permutationResult,
} from "../stats/resampling/permutation.ts";
import type { StatisticName } from "../stats/resampling/statistics.ts";
import { replicatesInThreads, type ThreadOptions } from "./replicates-in-threads.ts";

/** `bootstrap` with its replicates spread over threads: the same answer. */
export async function bootstrapInThreads(
  request: BootstrapRequest<StatisticName>,
  options: ThreadOptions = {},
): Promise<Inferred<Bootstrap>> {
  const { replicates, jackknife } = bootstrapPlans(request);
  const values = await replicatesInThreads(replicates.plan, replicates.count, options);
  const leftOut = jackknife && (await replicatesInThreads(jackknife.plan, jackknife.count, options));
  return bootstrapResult(request, values, leftOut);
}

/** `permutationTest` with its rearrangements spread over threads: the same answer. */
export async function permutationTestInThreads(
  request: PermutationRequest<StatisticName>,
  options: ThreadOptions = {},
): Promise<Inferred<PermutationTest>> {
  const { plan, count } = permutationPlan(request);
  return permutationResult(request, await replicatesInThreads(plan, count, options));
}
