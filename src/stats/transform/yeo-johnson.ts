import { compensatedSum } from "../descriptive/sum.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { requireFinite } from "../input.ts";
import { fitPower, type PowerFit } from "./power-fit.ts";
import { inversePowerKernel, powerKernel, powerKernelSlope } from "./power-kernel.ts";
import type { Transform } from "./transform.ts";

/** Box-Cox of 1 + x for values from 0, and of 1 - x with 2 - lambda below it (Yeo, Johnson 2000): takes every value. */
export function yeoJohnsonTransform(lambda: number): Transform {
  return {
    name: "Yeo-Johnson",
    parameters: { lambda },
    apply: (value) => image(lambda, value),
    invert: (y) =>
      y >= 0 ? Math.expm1(inversePowerKernel(lambda, y)) : -Math.expm1(inversePowerKernel(2 - lambda, -y)),
  };
}

function image(lambda: number, value: number): number {
  return value >= 0 ? powerKernel(lambda, Math.log1p(value)) : -powerKernel(2 - lambda, Math.log1p(-value));
}

/** The Yeo-Johnson transform that makes values most nearly normal, by maximum likelihood. */
export function fitYeoJohnson(values: ArrayLike<number>): Inferred<PowerFit> {
  const method = "Yeo-Johnson transform, maximum likelihood";
  requireFinite(values, "values");
  const all = Float64Array.from(values);
  if (all.every((value) => value === all[0])) return undetermined(method, all.length, "the values do not vary");
  return fitPower({
    method,
    n: all.length,
    image: (lambda) => all.map((value) => image(lambda, value)),
    slope: (lambda) =>
      all.map((value) => powerKernelSlope(value >= 0 ? lambda : 2 - lambda, Math.log1p(Math.abs(value)))),
    jacobian: compensatedSum(all.map((value) => Math.sign(value) * Math.log1p(Math.abs(value)))),
    transform: yeoJohnsonTransform,
  });
}
