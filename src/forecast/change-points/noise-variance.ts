import { median } from "../../stats/descriptive/quantile.ts";

/**
 * Long-run variance of the noise around a level that may jump: from the medians of the differences one and two steps apart,
 * which few jumps do not move (Chakar, Lebarbier, Levy-Leduc, Robin 2017). The noise is taken as autoregressive of order one
 * with a coefficient from 0 to 0.9. 0 for a series without noise.
 */
export function noiseVariance(values: Float64Array): number {
  const [one, two] = [spread(values, 1), spread(values, 2)];
  if (!(one > 0)) return meanSquare(values) / 2;
  const coefficient = Math.min(0.9, Math.max(0, two / one - 1));
  return ((one / 2) * (1 + coefficient)) / (1 - coefficient) ** 2;
}

/** Variance of the differences by their median size. */
function spread(values: Float64Array, lag: number): number {
  const sizes = Float64Array.from(values.subarray(lag), (value, i) => Math.abs(value - (values[i] as number)));
  return ((median(sizes) ?? 0) / 0.6744897501960817) ** 2;
}

function meanSquare(values: Float64Array): number {
  let sum = 0;
  for (let t = 1; t < values.length; t++) sum += ((values[t] as number) - (values[t - 1] as number)) ** 2;
  return values.length < 2 ? 0 : sum / (values.length - 1);
}
