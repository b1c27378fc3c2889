import { normal } from "../distributions/normal.ts";
import { studentT } from "../distributions/student-t.ts";
import { checkedOptions, type Design, type TestOptions } from "./design.ts";

/**
 * t test of Pearson's correlation; the effect is the true coefficient. The coefficient is normal on Fisher's scale, with its
 * bias r / (2 (n − 1)), and the critical value is the t test's (as the pwr package of R).
 */
export function correlationDesign(options: TestOptions = {}): Design {
  const { alpha, alternative } = checkedOptions(options);
  const power = (effect: number, n: number): number => {
    const df = n - 2;
    const t = studentT(df).upperQuantile(alternative === "two-sided" ? alpha / 2 : alpha);
    const critical = Math.atanh(t / Math.sqrt(df + t * t));
    const shift = Math.atanh(effect) + effect / (2 * (n - 1));
    const scale = Math.sqrt(n - 3);
    const above = alternative === "less" ? 0 : normal().cdf((shift - critical) * scale);
    const below = alternative === "greater" ? 0 : normal().cdf((-shift - critical) * scale);
    return above + below;
  };
  return {
    method: "test of a Pearson correlation",
    effectUnit: "correlation",
    alternative,
    effects: { low: -1, high: 1 },
    smallest: 4,
    groups: (n) => [n],
    power,
  };
}
