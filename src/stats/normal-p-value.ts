import { normal } from "./distributions/normal.ts";
import type { Alternative } from "./inference.ts";

/** p-value of a statistic that is standard normal under the hypothesis. */
export function pValueOfNormal(z: number, alternative: Alternative): number {
  if (alternative === "less") return normal().cdf(z);
  if (alternative === "greater") return normal().sf(z);
  return 2 * normal().sf(Math.abs(z));
}
