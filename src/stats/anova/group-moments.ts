import { AppError } from "../../core/errors.ts";
import type { Moments } from "../descriptive/moments.ts";

/** What comparisons of means need to know of a group: its size, mean and sum of squared deviations. */
export type GroupMoments = Pick<Moments, "n" | "mean" | "m2">;

/** Sample variance; NaN for fewer than two values. */
export function varianceOf({ n, m2 }: GroupMoments): number {
  return n > 1 ? m2 / (n - 1) : Number.NaN;
}

/** Fails with `USAGE` for moments that no sample can have. */
export function requireMoments(groups: readonly GroupMoments[]): void {
  groups.forEach(({ n, mean, m2 }, i) => {
    if (Number.isSafeInteger(n) && n >= 0 && Number.isFinite(mean) && Number.isFinite(m2) && m2 >= 0) return;
    throw new AppError("USAGE", `group ${i} has n ${n}, mean ${mean} and sum of squares ${m2}`, {
      hint: "give a whole count, a finite mean and the sum of squared deviations from it",
    });
  });
}

/** The mean of all values, without cancellation, and sums of squares between and within groups. */
export function partition(groups: readonly GroupMoments[]): {
  readonly n: number;
  readonly between: number;
  readonly within: number;
} {
  const n = groups.reduce((sum, group) => sum + group.n, 0);
  const origin = groups[0]?.mean ?? 0;
  const shift = groups.reduce((sum, group) => sum + group.n * (group.mean - origin), 0) / n;
  const between = groups.reduce((sum, group) => sum + group.n * (group.mean - origin - shift) ** 2, 0);
  return { n, between, within: groups.reduce((sum, group) => sum + group.m2, 0) };
}
