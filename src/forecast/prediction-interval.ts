import { normal } from "../stats/distributions/normal.ts";
import { requireBetween } from "../stats/input.ts";
import type { ForecastInterval } from "./forecaster.ts";

/** Levels of intervals when a caller names none. */
export const DEFAULT_LEVELS: readonly number[] = [0.8, 0.95];

/** Half the width of a normal interval of `level`, in standard deviations. @throws AppError USAGE unless 0 < level < 1 */
export function normalHalfWidth(level: number): number {
  requireBetween(level, [0, 1], "level of an interval");
  return normal().upperQuantile((1 - level) / 2);
}

/** Intervals of `mean` plus and minus a multiple of `se`, by default the normal one of each level. */
export function symmetricIntervals(
  { mean, se }: { readonly mean: Float64Array; readonly se: Float64Array },
  levels: readonly number[] = DEFAULT_LEVELS,
  halfWidth: (level: number) => number = normalHalfWidth,
): readonly ForecastInterval[] {
  return levels.map((level) => {
    const width = halfWidth(level);
    return {
      level,
      low: mean.map((value, i) => value - width * (se[i] as number)),
      high: mean.map((value, i) => value + width * (se[i] as number)),
    };
  });
}
