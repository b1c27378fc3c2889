import { unreachable } from "../../core/unreachable.ts";
import { drawPoisson, drawWithReplacement } from "./bootstrap-draw.ts";
import { dealGroups, pool, shuffleGroups, swapPairs } from "./rearrangement.ts";
import { drawBelow, replicateRng } from "./replicate-rng.ts";
import { type Columns, rowsOf, type Samples, type Statistic } from "./samples.ts";
import { STATISTICS, type StatisticName } from "./statistics.ts";

/**
 * What a replicate is. Replicate `i` depends on the plan and `i` only, so batches can be computed anywhere:
 * `bootstrap` draws rows with replacement, `poisson` gives each row a Poisson weight, `shuffle` deals rows to the groups
 * at random, `deal` in every way in turn, `swap` exchanges pairs at random, `swap-all` in every way, `jackknife` leaves
 * out row `i` counted through the groups.
 */
export type Scheme = "bootstrap" | "poisson" | "shuffle" | "deal" | "swap" | "swap-all" | "jackknife";

/** With a statistic's name a plan can be sent to another thread. */
export interface Plan<S extends StatisticName | Statistic = StatisticName | Statistic> {
  readonly scheme: Scheme;
  readonly samples: Samples;
  readonly statistic: S;
  /** Not used by schemes that go through every case. */
  readonly seed: number;
  /** Also the standard error of each replicate: values and errors then alternate in the result. */
  readonly withErrors: boolean;
}

export interface Batch {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The statistic, and its standard error where the plan asks for it, for replicates `from` to `to` - 1. */
export function replicates(plan: Plan, { from, to }: Batch): Float64Array<ArrayBuffer> {
  const statistic = statisticOf(plan.statistic);
  const draw = drawOf(plan);
  const width = plan.withErrors ? 2 : 1;
  const results = new Float64Array((to - from) * width);
  for (let i = from; i < to; i++) {
    const samples = draw(i);
    results[(i - from) * width] = statistic.value(samples);
    if (plan.withErrors) results[(i - from) * width + 1] = standardError(statistic, samples);
  }
  return results;
}

export function statisticOf(statistic: StatisticName | Statistic): Statistic {
  return typeof statistic === "string" ? STATISTICS[statistic] : statistic;
}

/** Rows of all groups. */
export function rowCount(samples: Samples): number {
  return samples.reduce((sum, columns) => sum + rowsOf(columns), 0);
}

/** Replicate by replicate, by its index. */
function drawOf({ scheme, samples, seed }: Plan): (index: number) => Samples {
  switch (scheme) {
    case "bootstrap":
      return (index) => drawWithReplacement(samples, replicateRng(seed, index));
    case "poisson":
      return (index) => drawPoisson(samples, replicateRng(seed, index));
    case "shuffle": {
      const pooled = pool(samples);
      return (index) => shuffleGroups(samples, pooled, replicateRng(seed, index));
    }
    case "deal": {
      const pooled = pool(samples);
      return (index) => dealGroups(samples, pooled, index);
    }
    case "swap":
      return (index) => {
        const rng = replicateRng(seed, index);
        return swapPairs(samples, () => drawBelow(rng, 2) === 1);
      };
    case "swap-all":
      return (index) => swapPairs(samples, (row) => Math.floor(index / 2 ** row) % 2 === 1);
    case "jackknife":
      return (index) => leaveOut(samples, index);
    default:
      return unreachable(scheme);
  }
}

function leaveOut(samples: Samples, index: number): Samples {
  let left = index;
  return samples.map((columns): Columns => {
    const n = rowsOf(columns);
    const row = left;
    left -= n;
    if (row < 0 || row >= n) return columns;
    return columns.map((column) => {
      const kept = new Float64Array(n - 1);
      kept.set(column.subarray(0, row));
      kept.set(column.subarray(row + 1), row);
      return kept;
    });
  });
}

/** The statistic's own, or by the jackknife of the replicate. */
export function standardError(statistic: Statistic, samples: Samples): number {
  if (statistic.standardError !== undefined) return statistic.standardError(samples);
  const plan: Plan = { scheme: "jackknife", samples, statistic, seed: 0, withErrors: false };
  return jackknifeError(samples, replicates(plan, { from: 0, to: rowCount(samples) }));
}

/** Standard error from the values without each row: group by group, (n - 1)/n times the squared deviations. */
export function jackknifeError(samples: Samples, values: Float64Array): number {
  let from = 0;
  let squares = 0;
  for (const columns of samples) {
    const n = rowsOf(columns);
    const own = values.subarray(from, from + n);
    const mean = own.reduce((sum, value) => sum + value, 0) / n;
    squares += ((n - 1) / n) * own.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    from += n;
  }
  return Math.sqrt(squares);
}
