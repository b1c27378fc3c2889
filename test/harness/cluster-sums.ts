import type { ClusterSums, Contributions } from "../../src/stats/descriptive/clustered-moments.ts";
import { momentsOf } from "../../src/stats/descriptive/moments.ts";

/** Sums over the clusters that labels make of values, one by one. */
export function clusterSumsOf(values: ArrayLike<number>, labels: readonly unknown[]): ClusterSums {
  const { n, mean, m2 } = momentsOf(Array.from(values));
  const variance = m2 / n;
  const contributions = (of: (value: number) => number): Contributions => {
    const own = new Map<unknown, number>();
    for (const [i, label] of labels.entries()) own.set(label, (own.get(label) ?? 0) + of(values[i] ?? Number.NaN));
    const powers = (power: number): number => [...own.values()].reduce((sum, one) => sum + one ** power, 0);
    return { squares: powers(2), fourths: powers(4) };
  };
  return {
    ...{ clusters: new Set(labels).size, n, mean, variance },
    toMean: contributions((value) => value - mean),
    toVariance: contributions((value) => (value - mean) ** 2 - variance),
  };
}
