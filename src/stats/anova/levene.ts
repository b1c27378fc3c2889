import { momentsOf } from "../descriptive/moments.ts";
import { median } from "../descriptive/quantile.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { type FTest, oneWayAnova } from "./one-way-anova.ts";

/** Around what absolute deviations are taken: `median` (Brown and Forsythe 1974) holds its level for skewed data. */
export type LeveneCentre = "mean" | "median";

/**
 * Whether groups differ in spread: a one-way ANOVA of absolute deviations (Levene 1960). Undetermined as that is, so also
 * when all deviations within each group are equal.
 */
export function levene(
  groups: readonly ArrayLike<number>[],
  { centre = "median" }: { readonly centre?: LeveneCentre } = {},
): Inferred<FTest> {
  const method = centre === "median" ? "Levene test (median, Brown-Forsythe)" : "Levene test (mean)";
  const deviations = groups.map((values, i) => {
    const { mean } = momentsOf(values, `group ${i}`);
    const middle = centre === "mean" ? mean : (median(values) ?? 0);
    return momentsOf(Float64Array.from(values, (value) => Math.abs(value - middle)));
  });
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
