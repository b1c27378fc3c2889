import { compensatedSum } from "../descriptive/sum.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { requireFinite } from "../input.ts";
import { fitPower, type PowerFit } from "./power-fit.ts";
import { inversePowerKernel, powerKernel, powerKernelSlope } from "./power-kernel.ts";
import { requireAbove, type Transform } from "./transform.ts";

const NAME = "Box-Cox";

/** (x^lambda - 1) / lambda for positive values, log(x) where lambda is 0 (Box, Cox 1964). */
export function boxCoxTransform(lambda: number): Transform {
  return {
    name: NAME,
    parameters: { lambda },
    apply: (value) => powerKernel(lambda, Math.log(requireAbove(value, 0, NAME))),
    invert: (image) => Math.exp(inversePowerKernel(lambda, image)),
  };
}

/** The Box-Cox transform that makes positive values most nearly normal, by maximum likelihood. */
export function fitBoxCox(values: ArrayLike<number>): Inferred<PowerFit> {
  const method = `${NAME} transform, maximum likelihood`;
  requireFinite(values, "values");
  const logs = Float64Array.from(values, (value) => Math.log(requireAbove(value, 0, NAME)));
  const n = logs.length;
  const first = logs[0];
  if (logs.every((log) => log === first)) return undetermined(method, n, "the values do not vary");
  const total = compensatedSum(logs);
  // in units of the geometric mean no power is far from 1
  const centred = logs.map((log) => log - total / n);
  const fit = fitPower({
    method,
    n,
    image: (lambda) => centred.map((log) => powerKernel(lambda, log)),
    slope: (lambda) => centred.map((log) => powerKernelSlope(lambda, log)),
    jacobian: 0,
    transform: boxCoxTransform,
  });
  return fit.status === "ok" ? { ...fit, logLikelihood: fit.logLikelihood - total } : fit;
}
