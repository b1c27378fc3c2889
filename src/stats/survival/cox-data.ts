import { AppError } from "../../core/errors.ts";
import { Matrix } from "../linear-algebra/matrix.ts";
import { designOf, type Predictor } from "../regression/design.ts";
import { type Durations, requireEvents, requireTimes } from "./life-table.ts";

export interface CoxInput extends Durations {
  readonly predictors: readonly Predictor[];
  /** How events at the same time are counted: Efron's is close to exact, Breslow's quick to explain. */
  readonly ties?: "efron" | "breslow";
  /** Subjects of one label share a baseline hazard of their own. */
  readonly strata?: ArrayLike<number> | readonly string[];
  readonly level?: number;
}

/** Subjects by stratum, in each from the last time to the first; predictors less their means. */
export interface CoxData {
  readonly times: Float64Array;
  readonly happened: Uint8Array;
  readonly matrix: Matrix;
  readonly means: Float64Array;
  readonly strata: readonly CoxStratum[];
  readonly events: number;
}

export interface CoxStratum {
  /** Null where there are no strata. */
  readonly label: number | string | null;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export function coxData({ times, events, predictors, strata }: CoxInput): CoxData {
  const n = times.length;
  requireTimes(times);
  requireEvents(events, n);
  if (strata !== undefined && strata.length !== n) {
    throw new AppError("USAGE", `${strata.length} strata for ${n} subjects`, { hint: "give one label per subject" });
  }
  const labels = strata === undefined ? [null] : [...new Set(Array.from<number | string>(strata))].sort();
  const ranks = new Map(labels.map((label, rank) => [label, rank]));
  const rankOf = (i: number): number =>
    strata === undefined ? 0 : (ranks.get(strata[i] as number | string) as number);
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => rankOf(a) - rankOf(b) || (times[b] as number) - (times[a] as number),
  );
  const { matrix: given } = designOf(predictors, n, false);
  const means = new Float64Array(predictors.length);
  const matrix = new Matrix(n, predictors.length);
  for (let j = 0; j < predictors.length; j++) {
    const column = given.column(j);
    const mean = column.reduce((sum, x) => sum + x / n, 0);
    means[j] = mean;
    for (let i = 0; i < n; i++) matrix.set(i, j, (column[order[i] as number] as number) - mean);
  }
  const bounds = labels.map((label) => ({ label, from: n, to: 0 }));
  order.forEach((subject, at) => {
    const bound = bounds[rankOf(subject)];
    if (bound === undefined) return;
    bound.from = Math.min(bound.from, at);
    bound.to = at + 1;
  });
  return {
    times: Float64Array.from(order, (i) => times[i] as number),
    happened: Uint8Array.from(order, (i) => events[i] as number),
    matrix,
    means,
    strata: bounds,
    events: Array.from(events).reduce((sum, x) => sum + x, 0),
  };
}
