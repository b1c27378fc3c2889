import { momentsOf } from "../descriptive/moments.ts";
import { type Estimate, type Inferred, undetermined } from "../inference.ts";
import { type BootstrapEvidence, type BootstrapMethod, bootstrapInterval } from "./bootstrap-interval.ts";
import { type Plan, rowCount, standardError, statisticOf } from "./plan.ts";
import { type RunOptions, runPlan } from "./run-plan.ts";
import { requireSamples, rowsOf, type Samples, type Statistic } from "./samples.ts";
import type { StatisticName } from "./statistics.ts";

export interface BootstrapRequest<S extends StatisticName | Statistic = StatisticName | Statistic> {
  readonly samples: Samples;
  readonly statistic: S;
  readonly seed: number;
  /** Default 9,999. */
  readonly replicates?: number;
  readonly method?: BootstrapMethod;
  /** `poisson`: independent weights instead of draws with replacement. */
  readonly weights?: "multinomial" | "poisson";
  readonly level?: number;
}

export interface Bootstrap {
  /** The statistic; its standard error is the standard deviation of the replicates. */
  readonly estimate: Estimate;
  /** Mean of the replicates less the estimate. */
  readonly bias: number;
  readonly replicates: number;
  readonly seed: number;
}

/** What has to be run before the interval can be made: replicates, and for `bca` the jackknife. */
export interface BootstrapPlans<S extends StatisticName | Statistic> {
  readonly replicates: { readonly plan: Plan<S>; readonly count: number };
  readonly jackknife: { readonly plan: Plan<S>; readonly count: number } | null;
}

export function bootstrapPlans<S extends StatisticName | Statistic>(request: BootstrapRequest<S>): BootstrapPlans<S> {
  const { samples, statistic, seed, replicates = 9999, method = "bca", weights = "multinomial" } = request;
  requireSamples(samples);
  const base = { samples, statistic, seed };
  const scheme = weights === "poisson" ? "poisson" : "bootstrap";
  const enough = hasEnough(samples);
  const drawn = { ...base, scheme, withErrors: method === "studentised" } as const;
  const leftOut = { ...base, scheme: "jackknife", withErrors: false } as const;
  return {
    replicates: { plan: drawn, count: enough ? replicates : 0 },
    jackknife: method === "bca" ? { plan: leftOut, count: enough ? rowCount(samples) : 0 } : null,
  };
}

/** Bootstrap interval of a statistic, in this thread; `bootstrapPlans` and `bootstrapResult` are its halves for others. */
export function bootstrap(request: BootstrapRequest, options: RunOptions = {}): Inferred<Bootstrap> {
  const { replicates, jackknife } = bootstrapPlans(request);
  const values = runPlan(replicates.plan, replicates.count, options);
  return bootstrapResult(request, values, jackknife && runPlan(jackknife.plan, jackknife.count, options));
}

/** The result from what the plans gave. */
export function bootstrapResult(
  request: BootstrapRequest,
  run: Float64Array,
  jackknife: Float64Array | null,
): Inferred<Bootstrap> {
  const { samples, seed, method = "bca", weights = "multinomial", level = 0.95 } = request;
  if (!hasEnough(samples)) return tooFew(request);
  const evidence = evidenceOf(request, run, jackknife);
  const { mean, n, m2 } = momentsOf(evidence.replicates, "replicates");
  const interval = bootstrapInterval(evidence, method, level);
  return {
    status: "ok",
    method: nameOf(request),
    n: rowCount(samples),
    assumptions: ["rows are independent within their group", "the sample looks like the population"],
    warnings: [
      ...(interval === null ? ["the replicates give no interval by this method"] : []),
      ...(weights === "poisson" ? ["the size of a resample varies: right for means and ratios, not for sums"] : []),
    ],
    estimate: { value: evidence.estimate, se: Math.sqrt(m2 / (n - 1)), interval },
    bias: mean - evidence.estimate,
    replicates: n,
    seed,
  };
}

function evidenceOf(
  { samples, statistic: named, method = "bca" }: BootstrapRequest,
  run: Float64Array,
  jackknife: Float64Array | null,
): BootstrapEvidence {
  const statistic = statisticOf(named);
  const estimate = statistic.value(samples);
  if (method === "studentised") {
    const replicates = run.filter((_, i) => i % 2 === 0);
    const errors = { estimate: standardError(statistic, samples), replicates: run.filter((_, i) => i % 2 === 1) };
    return { samples, estimate, replicates, errors };
  }
  return { samples, estimate, replicates: run, ...(jackknife === null ? {} : { jackknife }) };
}

function hasEnough(samples: Samples): boolean {
  return samples.length > 0 && samples.every((columns) => rowsOf(columns) > 1);
}

function tooFew(request: BootstrapRequest) {
  const sizes = request.samples.map(rowsOf).join(" and ");
  return undetermined(nameOf(request), rowCount(request.samples), `groups of ${sizes} rows; 2 are needed in each`);
}

function nameOf({ method = "bca", weights = "multinomial" }: BootstrapRequest): string {
  return `bootstrap, ${method === "bca" ? "BCa" : method}${weights === "poisson" ? ", Poisson weights" : ""}`;
}
