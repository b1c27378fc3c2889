import { noncentralT } from "../distributions/noncentral-t.ts";
import { studentT } from "../distributions/student-t.ts";
import { requireBetween } from "../input.ts";
import { checkedOptions, type Design, rejection, type TestOptions, type TwoGroupOptions } from "./design.ts";

const EFFECTS = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY } as const;

/** t test of one mean, or of the differences of pairs; the effect is the mean in standard deviations (of the differences). */
export function oneSampleTDesign(options: TestOptions = {}): Design {
  const checked = checkedOptions(options);
  return {
    method: "one-sample or paired t test",
    effectUnit: "Cohen's d",
    alternative: checked.alternative,
    effects: EFFECTS,
    smallest: 2,
    groups: (n) => [n],
    power: (effect, n) => rejection(studentT(n - 1), noncentralT(n - 1, effect * Math.sqrt(n)), checked),
  };
}

/** Student's t test of two means; the effect is second less first in units of the common standard deviation. */
export function twoSampleTDesign(options: TwoGroupOptions = {}): Design {
  const checked = checkedOptions(options);
  const { ratio } = checked;
  return {
    method: "Student t test",
    effectUnit: "Cohen's d",
    alternative: checked.alternative,
    effects: EFFECTS,
    smallest: Math.max(2, 2 / ratio),
    groups: (n) => [n, n * ratio],
    power: (effect, n) => {
      const df = n * (1 + ratio) - 2;
      return rejection(studentT(df), noncentralT(df, effect * Math.sqrt((n * ratio) / (1 + ratio))), checked);
    },
  };
}

/**
 * Welch's t test of two means; the effect is second less first in standard deviations of the first group. Degrees of freedom
 * are taken at the true variances: right to a few tenths of a percent from about ten units a group.
 * @param options.sdRatio standard deviation of the second group by that of the first; default 1
 */
export function welchTDesign(options: TwoGroupOptions & { readonly sdRatio?: number } = {}): Design {
  const checked = checkedOptions(options);
  const { ratio } = checked;
  const { sdRatio = 1 } = options;
  requireBetween(sdRatio, [0, Number.POSITIVE_INFINITY], "sdRatio");
  return {
    method: "Welch t test",
    effectUnit: "difference in standard deviations of the first group",
    alternative: checked.alternative,
    effects: EFFECTS,
    smallest: Math.max(2, 2 / ratio),
    groups: (n) => [n, n * ratio],
    power: (effect, n) => {
      const [v1, v2] = [1 / n, (sdRatio * sdRatio) / (n * ratio)];
      const df = (v1 + v2) ** 2 / (v1 ** 2 / (n - 1) + v2 ** 2 / (n * ratio - 1));
      return rejection(studentT(df), noncentralT(df, effect / Math.sqrt(v1 + v2)), checked);
    },
  };
}
