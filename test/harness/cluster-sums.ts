import { CLUSTER_PRODUCTS, type ClusterSums } from "../../src/stats/descriptive/clustered-moments.ts";

/** Sums over the clusters that labels make of values, one by one. */
export function clusterSumsOf(values: ArrayLike<number>, labels: readonly unknown[]): ClusterSums {
  const own = new Map<unknown, Record<string, number>>();
  for (const [i, label] of labels.entries()) {
    const z = values[i] ?? Number.NaN;
    const { n = 0, s = 0, q = 0 } = own.get(label) ?? {};
    own.set(label, { n: n + 1, s: s + z, q: q + z * z });
  }
  const sums = Object.fromEntries(CLUSTER_PRODUCTS.map((product) => [product, 0]));
  for (const totals of own.values())
    for (const product of CLUSTER_PRODUCTS)
      sums[product] = (sums[product] ?? 0) + [...product].reduce((all, total) => all * (totals[total] ?? 0), 1);
  return { clusters: own.size, sums };
}
