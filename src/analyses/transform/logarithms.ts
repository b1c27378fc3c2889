import { type ClusterSumsRow, clusterSums } from "../../models/lab/cluster-sums-query.ts";
import type { MomentsRow } from "../../models/lab/moments-query.ts";
import { CLUSTER_PRODUCTS, clusteredMoments } from "../../stats/descriptive/clustered-moments.ts";
import type { Estimate } from "../../stats/inference.ts";

/** Mean and standard deviation of ln(x): the parameters of lognormal values. */
export interface Logarithms {
  readonly mean: Estimate;
  readonly sd: Estimate;
  /** Values that were used. */
  readonly n: number;
  /** Clusters of rows that may be alike; the rows themselves where no column was named. */
  readonly clusters: number;
}

/** Null unless all values are above 0, and with too few clusters. */
export function logarithmsOf(before: MomentsRow, rows: readonly ClusterSumsRow[]): Logarithms | null {
  const row = rows.find(({ column }) => column === before.column);
  const sums = row === undefined || !isPositive(before) ? null : clusterSums(row, CLUSTER_PRODUCTS);
  if (row === undefined || sums === null) return null;
  const moments = clusteredMoments(sums);
  if (moments.status !== "ok") return null;
  const { mean, sd } = moments;
  return { mean: shifted(mean, row.origin ?? 0), sd, n: row.total, clusters: row.clusters };
}

const isPositive = ({ lo }: MomentsRow): boolean => lo !== null && lo > 0;

const shifted = ({ value, se, interval }: Estimate, by: number): Estimate => ({
  ...{ value: value + by, se },
  interval: interval === null ? null : { ...interval, low: interval.low + by, high: interval.high + by },
});

interface LoggedColumn {
  readonly column: string;
  readonly logarithms: Logarithms | null;
}

/** What the intervals of logarithms rest on, where a column of clusters was asked for. */
export function clusterWarnings(
  columns: readonly LoggedColumn[],
  before: readonly MomentsRow[],
  cluster: string | null,
): readonly string[] {
  if (cluster === null) return [];
  return before.filter(isPositive).flatMap(({ column, n }) => {
    const found = columns.find((one) => one.column === column);
    if (found === undefined) return [];
    if (found.logarithms === null) return [`${column}: ${cluster} has too few values for intervals of ln(${column})`];
    const left = n - found.logarithms.n;
    return left === 0 ? [] : [`ln(${column}): ${left.toLocaleString("en-US")} rows without ${cluster} are left out`];
  });
}
