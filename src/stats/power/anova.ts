import { AppError } from "../../core/errors.ts";
import { fisherF } from "../distributions/fisher-f.ts";
import { noncentralF } from "../distributions/noncentral-f.ts";
import { checkedOptions, type Design, type TestOptions } from "./design.ts";

/**
 * One-way ANOVA of groups of one size; the effect is Cohen's f: the standard deviation of the group means by that within groups.
 */
export function anovaDesign({ groups, alpha }: { readonly groups: number } & Pick<TestOptions, "alpha">): Design {
  if (!(Number.isSafeInteger(groups) && groups >= 2)) {
    throw new AppError("USAGE", `an ANOVA of ${groups} groups`, { hint: "give at least two groups" });
  }
  const checked = checkedOptions(alpha === undefined ? {} : { alpha });
  return {
    method: "one-way ANOVA",
    effectUnit: "Cohen's f",
    alternative: "greater",
    effects: { low: 0, high: Number.POSITIVE_INFINITY },
    smallest: 2,
    groups: (n) => new Array<number>(groups).fill(n),
    power: (effect, n) => {
      const [df1, df2] = [groups - 1, groups * (n - 1)];
      const critical = fisherF(df1, df2).upperQuantile(checked.alpha);
      return noncentralF(df1, df2, effect * effect * groups * n).sf(critical);
    },
  };
}
