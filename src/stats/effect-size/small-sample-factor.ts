/** Coefficients in 1 / x of Γ(x + 1/2) / (Γ(x) √x). */
const SERIES = [1, -1 / 8, 1 / 128, 5 / 1024, -21 / 32768, -399 / 262144, 869 / 4194304, 39325 / 33554432];

/** From here the series is exact to double precision. */
const SERIES_FROM = 40;

/**
 * The factor Γ(df / 2) / (√(df / 2) Γ((df − 1) / 2)) that makes a standardized difference unbiased (Hedges 1981); about
 * 1 − 3 / (4 df − 1). 0 for one degree of freedom, where no factor does.
 */
export function smallSampleFactor(df: number): number {
  let x = (df - 1) / 2;
  let factor = 1;
  for (; x < SERIES_FROM; x++) factor *= x / (x + 0.5);
  const series = SERIES.reduceRight((sum, coefficient) => sum / x + coefficient, 0);
  return (factor * series * Math.sqrt(x)) / Math.sqrt(df / 2);
}
