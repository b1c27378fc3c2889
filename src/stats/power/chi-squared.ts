import { chiSquared } from "../distributions/chi-squared.ts";
import { noncentralChiSquared } from "../distributions/noncentral-chi-squared.ts";
import { requireBetween } from "../input.ts";
import { checkedOptions, type Design, type TestOptions } from "./design.ts";

/** Chi-squared test with `df` degrees of freedom over all units; the effect is Cohen's w, √(chi-squared / n) of the population. */
export function chiSquaredDesign({ df, alpha }: { readonly df: number } & Pick<TestOptions, "alpha">): Design {
  requireBetween(df, [0, Number.POSITIVE_INFINITY], "df");
  const checked = checkedOptions(alpha === undefined ? {} : { alpha });
  const critical = chiSquared(df).upperQuantile(checked.alpha);
  return {
    method: "chi-squared test",
    effectUnit: "Cohen's w",
    alternative: "greater",
    effects: { low: 0, high: Number.POSITIVE_INFINITY },
    smallest: 1,
    groups: (n) => [n],
    power: (effect, n) => noncentralChiSquared(df, n * effect * effect).sf(critical),
  };
}
