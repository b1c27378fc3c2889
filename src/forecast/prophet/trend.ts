import type { Growth } from "./options.ts";

/** A trend on the model's scales: time from 0 to 1 over the history, values as shares of the largest. */
export interface Trend {
  readonly growth: Growth;
  /** Rate at the start. */
  readonly rate: number;
  /** Value at the start; of logistic growth the time of its steepest point. */
  readonly offset: number;
  /** Times at which the rate changes, ascending, and by how much. */
  readonly changepoints: readonly number[];
  readonly changes: ArrayLike<number>;
}

/**
 * What the trend is a function of: the straight line with its bends. Logistic growth is cap / (1 + exp(-line)): its
 * authors shift the offset at each changepoint so that the curve is continuous, which is the same.
 */
export function lineAt({ growth, rate, offset, changepoints, changes }: Trend, t: number): number {
  if (growth === "flat") return offset;
  let line = growth === "logistic" ? rate * (t - offset) : rate * t + offset;
  for (let j = 0; j < changepoints.length && t > (changepoints[j] as number); j++) {
    line += (changes[j] as number) * (t - (changepoints[j] as number));
  }
  return line;
}

/** The trend that a line stands for. @param cap of logistic growth, above its floor */
export function trendOfLine(growth: Growth, line: number, cap: number): number {
  return growth === "logistic" ? cap / (1 + Math.exp(-line)) : line;
}
