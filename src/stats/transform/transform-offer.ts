import { momentsOf, skewness } from "../descriptive/moments.ts";
import { log1pTransform } from "./transform.ts";
import { fitYeoJohnson } from "./yeo-johnson.ts";

/** A transform that makes skewed values more symmetric, and what it does to the values looked at. */
export interface TransformOffer {
  readonly name: string;
  readonly lambda: number | null;
  readonly before: number;
  readonly after: number;
}

/** Skewness from which values are called skewed. */
export const SKEWED = 0.5;

/** The simplest transform that at least halves the skewness; null where the values are not skewed or none does. */
export function transformOffer(values: Float64Array, overall: number | null): TransformOffer | null {
  const before = values.length < 8 ? null : skewness(momentsOf(values));
  if (before === null || overall === null || Math.abs(overall) < SKEWED || Math.abs(before) < SKEWED) return null;
  const offer = (name: string, lambda: number | null, apply: (x: number) => number): TransformOffer | null => {
    const after = skewness(momentsOf(values.map(apply)));
    return after === null || Math.abs(after) > Math.abs(before) / 2 ? null : { name, lambda, before, after };
  };
  const log = values.every((value) => value >= 0) ? offer("log1p", null, log1pTransform().apply) : null;
  if (log !== null) return log;
  const fit = fitYeoJohnson(values);
  return fit.status === "ok" ? offer("Yeo-Johnson", fit.lambda, fit.transform.apply) : null;
}
