import { requireFinite } from "../input.ts";
import { requireUsual, type Usual } from "./ewma.ts";

export interface CusumOptions extends Usual {
  /** Half the shift to be seen, in standard deviations. */
  readonly reference?: number;
  /** A sum beyond it signals, in standard deviations; 5 at reference 0.5 gives a false signal every 465 points. */
  readonly interval?: number;
}

export interface CusumPoint {
  /** Sum of deviations above the reference, from the last time there were none; in standard deviations. */
  readonly high: number;
  readonly low: number;
  readonly signal: "up" | "down" | null;
  /** Where the sum that signals began to rise: the likely time of the change; null without a signal. */
  readonly since: number | null;
}

/** Tabular cumulative sums on both sides (Page 1954): quicker than limits on single values to see a small shift. */
export function cusumChart(
  values: ArrayLike<number>,
  { centre, sigma, reference = 0.5, interval = 5 }: CusumOptions,
): readonly CusumPoint[] {
  requireFinite(values, "values");
  requireUsual(sigma);
  let [high, low] = [0, 0];
  let [highSince, lowSince] = [0, 0];
  return Array.from(values, (value, i) => {
    const z = (value - centre) / sigma;
    high = Math.max(0, high + z - reference);
    low = Math.max(0, low - z - reference);
    if (high === 0) highSince = i + 1;
    if (low === 0) lowSince = i + 1;
    const signal = high > interval ? "up" : low > interval ? "down" : null;
    return { high, low, signal, since: signal === null ? null : signal === "up" ? highSince : lowSince };
  });
}
