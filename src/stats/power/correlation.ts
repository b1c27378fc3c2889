import { noncentralT } from "../distributions/noncentral-t.ts";
import { studentT } from "../distributions/student-t.ts";
import { checkedOptions, type Design, rejection, type TestOptions } from "./design.ts";

/** Weights this much below the largest do not count. */
const NEGLIGIBLE = Math.log(1e-15);

/**
 * t test of Pearson's correlation; the effect is the true coefficient of a bivariate normal distribution. Exact: given one
 * variable the statistic is noncentral t, and the sum of squares of that variable is chi-squared.
 */
export function correlationDesign(options: TestOptions = {}): Design {
  const checked = checkedOptions(options);
  const power = (effect: number, n: number): number => {
    const slope = effect / Math.sqrt((1 - effect) * (1 + effect));
    const central = studentT(n - 2);
    if (effect === 0) return rejection(central, central, checked);
    if (!Number.isFinite(slope)) return checked.alternative === (effect > 0 ? "less" : "greater") ? 0 : 1;
    return meanOverLogChiSquared(n - 1, 1.5 + 1.5 * Math.abs(slope), (squares) =>
      rejection(central, noncentralT(n - 2, slope * Math.sqrt(squares)), checked),
    );
  };
  return {
    method: "test of a Pearson correlation",
    effectUnit: "correlation",
    alternative: checked.alternative,
    effects: { low: -1, high: 1 },
    smallest: 4,
    groups: (n) => [n],
    power,
  };
}

/**
 * The mean of a function of a chi-squared variable by the trapezoidal rule on the log scale, where the rule converges
 * exponentially; `fineness` is the number of steps to a standard deviation.
 */
function meanOverLogChiSquared(df: number, fineness: number, f: (squares: number) => number): number {
  const step = Math.sqrt(2 / df) / fineness;
  let [sum, weights] = [0, 0];
  for (const direction of [1, -1]) {
    for (let i = direction === 1 ? 0 : 1; ; i++) {
      const u = direction * i * step;
      // relative to the largest, at df
      const logWeight = (df / 2) * (u - Math.expm1(u));
      if (logWeight < NEGLIGIBLE) break;
      const weight = Math.exp(logWeight);
      sum += weight * f(df * Math.exp(u));
      weights += weight;
    }
  }
  return sum / weights;
}
