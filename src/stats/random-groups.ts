/** The 97.5 % point of Student's t with 63 degrees of freedom: 64 groups. */
const T_63 = 1.9983;

/** How many groups `samplingBound` expects. */
export const RANDOM_GROUPS = 64;

/**
 * How far an estimate from a sample of whole units, each in it with the same probability, is from the value of all
 * units in 95 % of samples. The units' spread comes from random groups (Wolter, Introduction to Variance Estimation,
 * 2007, chapter 2): a total's variance is (1-p)/p times the sum of squares of the units, which is the number of groups
 * times the variance of the groups' totals; that of a level (mean, ratio, quantile) is (1-p)/p times the variance of the
 * groups' levels over their number. Of 64 groups the bound itself is known to about a tenth.
 * @param groups the value in each of 64 random groups of all units; null where it has none
 * @param share p, the probability of a unit, above 0 and below 1
 * @returns in the unit of the value; null when a group has no value
 */
export function samplingBound(
  groups: readonly (number | null)[],
  { share, kind }: { readonly share: number; readonly kind: "total" | "level" },
): number | null {
  const values = groups.filter((value) => value !== null && Number.isFinite(value));
  const n = values.length;
  if (n < RANDOM_GROUPS || n < groups.length) return null;
  const mean = values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / n;
  const variance = values.reduce<number>((sum, value) => sum + ((value ?? 0) - mean) ** 2, 0) / (n - 1);
  const whole = kind === "total" ? n * variance : variance / n;
  return T_63 * Math.sqrt((whole * (1 - share)) / share);
}
