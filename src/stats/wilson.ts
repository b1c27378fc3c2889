/** The 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/** 95 % score interval of a share (Wilson 1927), without continuity correction; null for no trials. */
export function wilsonInterval(
  successes: number,
  trials: number,
): { readonly low: number; readonly high: number; readonly level: number } | null {
  if (trials === 0) return null;
  const share = successes / trials;
  const spread = Z * Z;
  const centre = share + spread / (2 * trials);
  const half = Z * Math.sqrt((share * (1 - share) + spread / (4 * trials)) / trials);
  const scale = 1 + spread / trials;
  return {
    low: successes === 0 ? 0 : (centre - half) / scale,
    high: successes === trials ? 1 : (centre + half) / scale,
    level: 0.95,
  };
}
