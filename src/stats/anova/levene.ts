import { momentsOf } from "../descriptive/moments.ts";
import { median } from "../descriptive/quantile.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { partition } from "./group-moments.ts";
import { type FTest, oneWayAnova } from "./one-way-anova.ts";

/** Around what absolute deviations are taken: `median` (Brown and Forsythe 1974) holds its level for skewed data. */
export type LeveneCentre = "mean" | "median";

/** Squared differences below this share of the squared values come from rounding. */
const ROUNDING = (4 * Number.EPSILON) ** 2;

/**
 * Whether groups differ in spread: a one-way ANOVA of absolute deviations (Levene 1960). Undetermined as that is, so also
 * when all deviations within each group are equal, as in groups of two values.
 */
export function levene(
  groups: readonly ArrayLike<number>[],
  { centre = "median" }: { readonly centre?: LeveneCentre } = {},
): Inferred<FTest> {
  const method = centre === "median" ? "Levene test (median, Brown-Forsythe)" : "Levene test (mean)";
  const moments = groups.map((values, i) => momentsOf(values, `group ${i}`));
  const deviations = groups.map((values, i) => {
    const middle = centre === "mean" ? (moments[i]?.mean ?? 0) : (median(values) ?? 0);
    return momentsOf(Float64Array.from(values, (value) => Math.abs(value - middle)));
  });
  const squares = moments.reduce((sum, { n, mean, m2 }) => sum + n * mean * mean + m2, 0);
  const { n: values, within } = partition(deviations);
  if (within > 0 && within <= ROUNDING * squares)
    return undetermined(method, values, "the deviations do not differ within any group");
  const answer = oneWayAnova(deviations);
  if (answer.status === "undetermined")
    return undetermined(method, answer.n, `of absolute deviations: ${answer.reason}`);
  const { statistic, dfBetween, dfWithin, pValue, n } = answer;
  return {
    status: "ok",
    method,
    n,
    assumptions: ["independent values"],
    warnings: answer.warnings.filter((warning) => warning.includes("left out")),
    statistic,
    dfBetween,
    dfWithin,
    pValue,
  };
}
