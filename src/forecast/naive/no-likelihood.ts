import type { Diagnostics, Parameter } from "../forecaster.ts";

/** Diagnostics of a method that has no likelihood. */
export function withoutLikelihood(parameters: readonly Parameter[], sigma2: number): Diagnostics {
  return { parameters, logLik: null, aic: null, aicc: null, bic: null, sigma2 };
}
