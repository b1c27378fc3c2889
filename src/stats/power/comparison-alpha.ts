import { AppError } from "../../core/errors.ts";
import { requireBetween } from "../input.ts";

/** Comparisons that an experiment with several arms makes: each arm with the control, or each with each. */
export function comparisonsOf(arms: number, compared: "with-control" | "all-pairs"): number {
  return compared === "with-control" ? arms - 1 : (arms * (arms - 1)) / 2;
}

/**
 * The level of each of several comparisons that keeps the chance of any false claim at `alpha`: `bonferroni` always holds,
 * `sidak` is a little larger and needs independent or positively dependent comparisons.
 */
export function comparisonAlpha(
  comparisons: number,
  {
    alpha = 0.05,
    correction = "bonferroni",
  }: { readonly alpha?: number; readonly correction?: "bonferroni" | "sidak" } = {},
): number {
  requireBetween(alpha, [0, 1], "alpha");
  if (!(Number.isSafeInteger(comparisons) && comparisons >= 1)) {
    throw new AppError("USAGE", `${comparisons} comparisons`, { hint: "give a whole number from 1" });
  }
  return correction === "sidak" ? -Math.expm1(Math.log1p(-alpha) / comparisons) : alpha / comparisons;
}
