import { biasedKurtosis, biasedSkewness, type Moments } from "../descriptive/moments.ts";
import { chiSquared } from "../distributions/chi-squared.ts";
import { type Inferred, undetermined } from "../inference.ts";
import type { NormalityTest } from "./normality-test.ts";

/** Jarque and Bera's test (1980) of skewness and kurtosis together, from moments; chi-squared with 2 degrees. */
export function jarqueBera(moments: Moments): Inferred<NormalityTest> {
  const method = "Jarque-Bera test";
  const { n } = moments;
  const skewness = biasedSkewness(moments);
  const kurtosis = biasedKurtosis(moments);
  if (n < 2 || skewness === null || kurtosis === null) return undetermined(method, n, "the values do not vary");
  const statistic = (n / 6) * (skewness * skewness + (kurtosis * kurtosis) / 4);
  return {
    status: "ok",
    method,
    n,
    assumptions: ["values are independent"],
    warnings: n < 2000 ? ["p-values are too small for few values: the limit is reached slowly"] : [],
    statistic,
    pValue: chiSquared(2).sf(statistic),
  };
}
