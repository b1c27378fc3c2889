import { type FencesRow, NORMAL_MAD } from "../../models/lab/fences-query.ts";
import { labTable, numberColumns } from "../../models/lab/lab-table.ts";
import { shiftedSums } from "../../models/lab/moments-query.ts";
import { momentsOfSums, skewness } from "../../stats/descriptive/moments.ts";
import type { ComputeContext, Computed, RowsOf } from "../analysis.ts";
import { type HistogramBins, histogramBins } from "../histogram-bins.ts";
import type { OutliersParams } from "./params.ts";
import type { OutliersQueries } from "./query.ts";

export const RULES = ["iqr", "mad", "log"] as const;
export type RuleName = (typeof RULES)[number];

/** What one rule says about a column. */
export interface RuleLine {
  readonly rule: RuleName;
  /** Fences in the unit of the values; null where the rule does not apply. */
  readonly low: number | null;
  readonly high: number | null;
  readonly below: number;
  readonly above: number;
  /** Share of the values beyond the fences. */
  readonly share: number | null;
  /** Why the rule does not apply; null when it does. */
  readonly reason: string | null;
}

export interface FarValue {
  readonly row: string;
  readonly value: number;
  readonly rules: readonly RuleName[];
}

export interface ColumnOutliers {
  readonly column: string;
  readonly unit: string | null;
  readonly n: number;
  readonly median: number;
  readonly skewness: number | null;
  readonly rules: readonly RuleLine[];
  /** The rule that suits the shape of the values. */
  readonly suited: RuleName;
  readonly rows: readonly FarValue[];
  readonly bins: HistogramBins | null;
}

export interface OutliersResult {
  readonly table: string;
  readonly k: number;
  readonly mad: number;
  readonly columns: readonly ColumnOutliers[];
}

/** Values below which quartiles say nothing about what is far out. */
const ENOUGH = 8;

/** Skewness from which fences around the quartiles call the longer side of an ordinary distribution far out. */
const SKEWED = 1;

type Rows = RowsOf<OutliersQueries>;

export function computeOutliers(rows: Rows, params: OutliersParams, context: ComputeContext): Computed<OutliersResult> {
  const table = labTable(params, context);
  const columns = numberColumns(table, params.column, 12).flatMap(({ name, unit }): readonly ColumnOutliers[] => {
    const fences = rows.fences.find(({ column }) => column === name);
    if (fences === undefined || fences.n < ENOUGH || fences.median === null) return [];
    const moments = rows.moments.find(({ column }) => column === name);
    const skew = moments === undefined ? null : skewness(momentsOfSums(shiftedSums(moments)));
    const rules = rulesOf(fences, params);
    const log = rules.find(({ rule }) => rule === "log");
    const skewed = skew !== null && Math.abs(skew) >= SKEWED;
    return [
      {
        ...{ column: name, unit, n: fences.n, median: fences.median, skewness: skew, rules },
        suited: skewed ? (log?.reason === null && skew > 0 ? "log" : "mad") : "iqr",
        rows: rows.rows.flatMap(({ column, row, x, ...by }) =>
          column === name ? [{ row, value: x, rules: RULES.filter((rule) => by[rule] === 1) }] : [],
        ),
        bins: histogramBins(rows.histogram, name),
      },
    ];
  });
  const missing = params.column.filter(
    (asked) => !columns.some(({ column }) => column.toLowerCase() === asked.toLowerCase()),
  );
  const few = `fewer than ${ENOUGH} values in ${missing.join(", ")}: too few to say what is far out`;
  if (columns.length === 0) return { status: "undetermined", reason: `${table.asked}: ${few}`, warnings: [] };
  return {
    status: "ok",
    result: { table: table.asked, k: params.k, mad: params.mad, columns },
    warnings: missing.length === 0 ? [] : [few],
  };
}

function rulesOf(row: FencesRow, { k, mad }: OutliersParams): readonly RuleLine[] {
  const { n, q1, q3, median, lo, logQ1, logQ3 } = row;
  const line = (rule: RuleName, fences: readonly [number, number] | null, reason: string): RuleLine => {
    const [below, above] =
      rule === "iqr"
        ? [row.iqrBelow, row.iqrAbove]
        : rule === "mad"
          ? [row.madBelow, row.madAbove]
          : [row.logBelow, row.logAbove];
    if (fences === null) return { rule, low: null, high: null, below: 0, above: 0, share: null, reason };
    return { rule, low: fences[0], high: fences[1], below, above, share: (below + above) / n, reason: null };
  };
  const spread = (row.mad ?? 0) * NORMAL_MAD;
  const back = lo !== null && lo > 0 ? Math.exp : Math.expm1;
  return [
    line("iqr", q1 === null || q3 === null ? null : [q1 - k * (q3 - q1), q3 + k * (q3 - q1)], "no values"),
    line(
      "mad",
      median === null || spread === 0 ? null : [median - mad * spread, median + mad * spread],
      "more than half of the values are equal",
    ),
    line(
      "log",
      logQ1 === null || logQ3 === null ? null : [back(logQ1 - k * (logQ3 - logQ1)), back(logQ3 + k * (logQ3 - logQ1))],
      "some values are below 0",
    ),
  ];
}
