import { type Distribution, requirePositive } from "./distribution.ts";
import { gamma } from "./gamma.ts";

/** Chi-squared distribution. @param df positive, not only whole. @throws AppError USAGE */
export function chiSquared(df: number): Distribution {
  requirePositive("chi-squared", { df });
  return gamma(df / 2, 2);
}
