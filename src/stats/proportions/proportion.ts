import { AppError } from "../../core/errors.ts";
import { normal } from "../distributions/normal.ts";
import { requireBetween } from "../input.ts";

/** Units that did something, of all that could. */
export interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

/** Fewest that must be expected of a kind, if there is no difference, for a normal approximation to be good (Cochran 1954). */
export const FEWEST_EXPECTED = 5;

/** Fails with `USAGE` for counts that are not whole numbers, or more successes than trials. */
export function requireProportion({ successes, trials }: Proportion): void {
  if (Number.isSafeInteger(successes) && Number.isSafeInteger(trials) && successes >= 0 && successes <= trials) return;
  throw new AppError("USAGE", `${successes} of ${trials} is no proportion`, {
    hint: "give whole numbers, with no more successes than trials",
  });
}

/** The share as a number; NaN for no trials. */
export function shareOf({ successes, trials }: Proportion): number {
  return successes / trials;
}

/** The standard normal quantile that leaves half of 1 − level above it. */
export function normalQuantileFor(level: number): number {
  requireBetween(level, [0, 1], "level");
  return normal().upperQuantile((1 - level) / 2);
}
