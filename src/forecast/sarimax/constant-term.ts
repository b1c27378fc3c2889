import type { SarimaOrder } from "./order.ts";
import type { Regressor } from "./regression.ts";

/** What a constant means: the mean without differences, the slope with one; with two it has no meaning (null). */
export function constantName({ d, seasonalD }: Pick<SarimaOrder, "d" | "seasonalD">): "mean" | "drift" | null {
  if (d + seasonalD === 0) return "mean";
  return d + seasonalD === 1 ? "drift" : null;
}

/** The column of a mean or a drift for `count` steps after the first `from`. */
export function constantColumn(name: "mean" | "drift", count: number, from = 0): Regressor {
  return { name, values: Float64Array.from({ length: count }, (_, t) => (name === "mean" ? 1 : from + t + 1)) };
}

/** The regressors with the constant's column before them, if the model has one. */
export function withConstant(
  regressors: readonly Regressor[],
  name: "mean" | "drift" | null,
  count: number,
): readonly Regressor[] {
  return name === null ? regressors : [constantColumn(name, count), ...regressors];
}
