import { type Estimate, type Inferred, undetermined } from "../inference.ts";
import { jackknifeError, type Plan, rowCount, statisticOf } from "./plan.ts";
import { type RunOptions, runPlan } from "./run-plan.ts";
import { type Columns, requireSamples, rowsOf, type Statistic } from "./samples.ts";
import type { StatisticName } from "./statistics.ts";

export interface Jackknife {
  /** The statistic, with its standard error; smooth statistics only (not a median). */
  readonly estimate: Estimate;
  /** (n - 1) times the mean of the values without a row, less the statistic. */
  readonly bias: number;
  /** The statistic less its bias. */
  readonly corrected: number;
}

/** The jackknife of one sample (Quenouille 1949, Tukey 1958). */
export function jackknife(
  sample: Columns,
  statistic: StatisticName | Statistic,
  options: RunOptions = {},
): Inferred<Jackknife> {
  const method = "jackknife";
  const samples = [sample];
  requireSamples(samples);
  const n = rowCount(samples);
  if (rowsOf(sample) < 2) return undetermined(method, n, `${n} rows; 2 are needed`);
  const plan: Plan = { scheme: "jackknife", samples, statistic, seed: 0, withErrors: false };
  const values = runPlan(plan, n, options);
  const value = statisticOf(statistic).value(samples);
  const bias = (n - 1) * (values.reduce((sum, each) => sum + each, 0) / n - value);
  return {
    status: "ok",
    method,
    n,
    assumptions: ["rows are independent", "the statistic changes smoothly with the rows"],
    warnings: [],
    estimate: { value, se: jackknifeError(samples, values), interval: null },
    bias,
    corrected: value - bias,
  };
}
