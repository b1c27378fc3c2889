import type { ChartSpec } from "../../contract/chart-spec.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { histogramChart } from "../histogram-bins.ts";
import { numberCell, shownCount, textCell } from "../lab-words.ts";
import type { ColumnOutliers, OutliersResult, RuleName } from "./compute.ts";

/** What rules are called in tables and sentences. */
export function ruleName(rule: RuleName, { k, mad }: Pick<OutliersResult, "k" | "mad">): string {
  switch (rule) {
    case "iqr":
      return `${k} interquartile ranges beyond the quartiles`;
    case "mad":
      return `${mad} scaled MAD from the median`;
    case "log":
      return `${k} interquartile ranges of the logarithms`;
  }
}

/** How many values the rule that suits them finds far out. */
export function outliersSentence({ column, rules, suited, n }: ColumnOutliers, result: OutliersResult): string {
  const line = rules.find(({ rule }) => rule === suited);
  const [below, above] = [line?.below ?? 0, line?.above ?? 0];
  const by = ruleName(suited, result);
  if (below + above === 0) return `No value of ${column} lies far out (${by})`;
  const share = formatQuantity((below + above) / n, "share");
  return `${shownCount(below + above)} of ${shownCount(n)} values of ${column} (${share}) lie far out: ${shownCount(above)} above, ${shownCount(below)} below (${by})`;
}

/** For each column what the rules say, the histogram with the fences that suit it, and the rows. */
export function outliersCharts(result: OutliersResult): readonly ChartSpec[] {
  return [
    rulesTable(result),
    ...result.columns.flatMap((column) => [...fenced(column, result), ...farRows(column, result)]),
  ];
}

function rulesTable(result: OutliersResult): ChartSpec {
  const [first] = result.columns;
  const several = result.columns.length > 1;
  return {
    kind: "table",
    title:
      first === undefined || several
        ? `What lies far out in ${result.columns.length} columns`
        : outliersSentence(first, result),
    subtitle: "no row is left out of anything because of this: it is a list to look at",
    alt: `Fences and counts of values beyond them by three rules for ${result.columns.map(({ column }) => column).join(", ")}.`,
    columns: [
      ...[textCell("column"), textCell("rule"), numberCell("low"), numberCell("high")],
      ...[numberCell("below"), numberCell("above"), numberCell("share", "share"), textCell("note")],
    ],
    rows: result.columns.flatMap(({ column, rules, suited }) =>
      rules.map(({ rule, low, high, below, above, share, reason }) => [
        column,
        ruleName(rule, result),
        ...(reason === null ? [low, high, below, above, share] : [null, null, null, null, null]),
        reason ?? (rule === suited ? "suits the shape of the values" : null),
      ]),
    ),
  };
}

function fenced(
  { column, unit, bins, rules, suited, n }: ColumnOutliers,
  result: OutliersResult,
): readonly ChartSpec[] {
  const fences = rules.find(({ rule }) => rule === suited);
  const [least, greatest] = [bins?.[0]?.from, bins?.at(-1)?.to];
  if (bins === null || least === undefined || greatest === undefined) return [];
  const ends = [
    { at: fences?.low ?? null, label: "low fence" },
    { at: fences?.high ?? null, label: "high fence" },
  ];
  const marks = ends.flatMap(({ at, label }) => (at !== null && at >= least && at <= greatest ? [{ at, label }] : []));
  return [
    histogramChart(bins, {
      title: `${column}: the values and where they begin to be far out`,
      subtitle: `${shownCount(n)} values; ${ruleName(suited, result)}`,
      alt: `Histogram of ${column} with ${marks.length} fences inside its range.`,
      ...{ label: column, unit, marks },
    }),
  ];
}

function farRows({ column, unit, rows }: ColumnOutliers, result: OutliersResult): readonly ChartSpec[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: "table",
      title: `The ${rows.length} rows of ${column} farthest from the median`,
      subtitle: `beyond at least one fence; rows by their key in ${result.table}`,
      alt: `Rows whose ${column} lies beyond a fence, farthest first.`,
      columns: [textCell("row"), numberCell(column, unit), textCell("by")],
      rows: rows.map(({ row, value, rules }) => [row, value, rules.join(", ")]),
    },
  ];
}
