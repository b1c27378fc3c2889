import type { Interval } from "../inference.ts";
import { normalQuantileFor } from "./proportion.ts";

/** Score interval of a share (Wilson 1927), without continuity correction; null for no trials. */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval | null {
  if (trials === 0) return null;
  const z = normalQuantileFor(level);
  const spread = z * z;
  const failures = trials - successes;
  const half = z * Math.sqrt((successes / trials) * failures + spread / 4);
  const size = trials + spread;
  return {
    low: successes === 0 ? 0 : successes ** 2 / trials / (successes + spread / 2 + half),
    high: failures === 0 ? 1 : (successes + spread / 2 + half) / size,
    level,
  };
}
