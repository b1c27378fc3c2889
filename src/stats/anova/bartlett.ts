import { chiSquared } from "../distributions/chi-squared.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { type GroupMoments, requireMoments, varianceOf } from "./group-moments.ts";
import { leftOut } from "./one-way-anova.ts";

export interface Bartlett {
  readonly statistic: number;
  readonly df: number;
  readonly pValue: number;
}

const METHOD = "Bartlett test";

/**
 * Whether groups of normal values differ in variance, from their moments (Bartlett 1937). Sensitive to values that are not
 * normal: Levene's test is not. Groups of fewer than two values are left out. Undetermined with fewer than two groups or
 * when a group has no variance.
 */
export function bartlett(groups: readonly GroupMoments[]): Inferred<Bartlett> {
  requireMoments(groups);
  const used = groups.filter(({ n }) => n > 1);
  const n = used.reduce((sum, group) => sum + group.n, 0);
  if (used.length < 2) return undetermined(METHOD, n, "fewer than two groups have two values");
  if (used.some(({ m2 }) => m2 === 0)) return undetermined(METHOD, n, "the values of a group do not differ");
  const df = used.length - 1;
  const pooled = used.reduce((sum, { m2 }) => sum + m2, 0) / (n - used.length);
  const deviance = used.reduce((sum, group) => sum - (group.n - 1) * logRatio(varianceOf(group), pooled), 0);
  const inverse = used.reduce((sum, group) => sum + 1 / (group.n - 1), 0) - 1 / (n - used.length);
  const statistic = Math.max(0, deviance / (1 + inverse / (3 * df)));
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["independent values", "normal values within groups"],
    warnings: leftOut(groups.length - used.length, "of fewer than two values"),
    statistic,
    df,
    pValue: chiSquared(df).sf(statistic),
  };
}

/** log(a / b), exact to the last digits also when the two are almost equal. */
function logRatio(a: number, b: number): number {
  const relative = (a - b) / b;
  return Math.abs(relative) < 0.5 ? Math.log1p(relative) : Math.log(a / b);
}
