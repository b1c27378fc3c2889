import { type ClusterSumsRow, clusterSums } from "../../models/lab/cluster-sums-query.ts";
import { type MomentsRow, shiftedSums } from "../../models/lab/moments-query.ts";
import { clusteredMoments, type MeanAndSpread, meanAndSpread } from "../../stats/descriptive/clustered-moments.ts";
import { momentsOfSums } from "../../stats/descriptive/moments.ts";
import type { Inferred } from "../../stats/inference.ts";

/** Mean and standard deviation of ln(x), the parameters of lognormal values. */
export type Logarithms = Inferred<MeanAndSpread> & {
  /** Values that were used. */
  readonly values: number;
};

interface LogarithmRows {
  /** Of ln(x), each row for itself. */
  readonly logarithms: readonly MomentsRow[];
  /** Of ln(x), rows of a cluster together; none without clusters. */
  readonly clusters: readonly ClusterSumsRow[];
}

/** Null unless all values are above 0. */
export function logarithmsOf(
  { column, lo }: MomentsRow,
  { logarithms, clusters }: LogarithmRows,
  clustered: boolean,
): Logarithms | null {
  if (lo === null || lo <= 0) return null;
  if (clustered) {
    const row = clusters.find((one) => one.column === column);
    return row === undefined ? null : { ...clusteredMoments(clusterSums(row)), values: row.total };
  }
  const row = logarithms.find((one) => one.column === column);
  return row === undefined ? null : { ...meanAndSpread(momentsOfSums(shiftedSums(row))), values: row.n };
}

interface LoggedColumn {
  readonly column: string;
  readonly n: number;
  readonly logarithms: Logarithms | null;
}

/** What is doubtful about the intervals, why there are none, and what was left out. */
export function logarithmWarnings(columns: readonly LoggedColumn[], cluster: string | null): readonly string[] {
  return columns.flatMap(({ column, n, logarithms: found }) => {
    if (found === null) return [];
    const by = cluster === null ? "" : ` by ${cluster}`;
    const doubts = found.status === "ok" ? found.warnings : [`no intervals, ${found.reason}`];
    const left = n - found.values;
    return [
      ...doubts.map((text) => `ln(${column})${by}: ${text}`),
      ...(left === 0 ? [] : [`ln(${column}): ${left.toLocaleString("en-US")} rows without ${cluster} are left out`]),
    ];
  });
}
