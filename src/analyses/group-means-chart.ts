import type { ChartSpec } from "../contract/chart-spec.ts";
import { figureText } from "../stats/evidence-text.ts";
import type { Interval } from "../stats/inference.ts";

interface GroupMeans {
  readonly title: string;
  /** The column whose means are shown. */
  readonly column: string;
  /** What makes the groups. */
  readonly by: string;
  /** Of the intervals. */
  readonly level: number;
  readonly direction: "horizontal" | "vertical";
  readonly groups: readonly {
    readonly group: string;
    readonly n: number;
    readonly mean: number;
    readonly interval: Interval | null;
  }[];
}

/** The mean of a column in each group, with its interval. */
export function groupMeansChart({ title, column, by, level, direction, groups }: GroupMeans): ChartSpec {
  const share = figureText(level * 100);
  const n = groups.reduce((sum, group) => sum + group.n, 0);
  return {
    kind: "bars",
    title,
    subtitle: `mean ${column} by ${by} with ${share} % intervals; n ${n.toLocaleString("en-US")}`,
    alt: groups.map(({ group, mean, n: size }) => `${group}: mean ${figureText(mean)} of ${size} rows`).join("; "),
    direction,
    layout: "grouped",
    category: { label: by, values: groups.map(({ group }) => group) },
    value: { label: `mean ${column}`, unit: null },
    series: [
      {
        label: `mean ${column}`,
        values: groups.map(({ mean }) => mean),
        interval: {
          label: `${share} % interval (t)`,
          low: groups.map(({ interval }) => interval?.low ?? null),
          high: groups.map(({ interval }) => interval?.high ?? null),
        },
      },
    ],
    rules: [],
  };
}
