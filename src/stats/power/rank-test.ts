import type { Design } from "./design.ts";

/**
 * Asymptotic relative efficiency of rank tests against t tests, by the distribution of the values (Hodges and Lehmann 1956;
 * `worst` is their lower bound for any distribution, 108 / 125).
 */
const EFFICIENCY = {
  normal: 3 / Math.PI,
  uniform: 1,
  logistic: Math.PI ** 2 / 9,
  laplace: 1.5,
  worst: 0.864,
} as const;

export type ValueDistribution = keyof typeof EFFICIENCY;

/**
 * The rank test in place of a t test: Mann-Whitney for two samples, Wilcoxon's signed ranks for one or for pairs. It needs
 * 1 / efficiency times the units, so its power is that of the t test with fewer.
 */
export function rankTestDesign(tTest: Design, values: ValueDistribution = "normal"): Design {
  const efficiency = EFFICIENCY[values];
  return {
    ...tTest,
    method: `rank test in place of the ${tTest.method}, ${values === "worst" ? "any" : values} values`,
    smallest: tTest.smallest / efficiency,
    power: (effect, n) => tTest.power(effect, n * efficiency),
  };
}
