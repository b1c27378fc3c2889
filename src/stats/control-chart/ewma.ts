import { AppError } from "../../core/errors.ts";
import { requireFinite } from "../input.ts";
import type { ControlPoint } from "./control-chart.ts";

/** What is usual: known, or estimated from earlier values. */
export interface Usual {
  readonly centre: number;
  /** Standard deviation of one value. */
  readonly sigma: number;
}

export interface EwmaOptions extends Usual {
  /** Weight of the newest value, above 0 and up to 1: small ones see small shifts. */
  readonly weight?: number;
  /** Limits in standard errors; 2.962 at weight 0.2 gives a false signal every 500 points. */
  readonly width?: number;
}

/**
 * Exponentially weighted moving averages (Roberts 1959) with the limits that hold at each point: narrower at the start.
 */
export function ewmaChart(
  values: ArrayLike<number>,
  { centre, sigma, weight = 0.2, width = 2.962 }: EwmaOptions,
): readonly ControlPoint[] {
  requireFinite(values, "values");
  requireUsual(sigma);
  if (!(weight > 0 && weight <= 1)) {
    throw new AppError("USAGE", `the weight is ${weight}`, { hint: "give a number above 0 and up to 1" });
  }
  let average = centre;
  return Array.from(values, (value, i) => {
    average = weight * value + (1 - weight) * average;
    const settled = 1 - (1 - weight) ** (2 * (i + 1));
    const reach = width * sigma * Math.sqrt((weight / (2 - weight)) * settled);
    const signals = Math.abs(average - centre) > reach ? ["beyond-limits"] : [];
    return { value: average, centre, lower: centre - reach, upper: centre + reach, signals };
  });
}

export function requireUsual(sigma: number): void {
  if (sigma > 0 && Number.isFinite(sigma)) return;
  throw new AppError("USAGE", `sigma is ${sigma}`, { hint: "give a standard deviation above 0" });
}
