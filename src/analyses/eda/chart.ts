import type { ChartSpec } from "../../contract/chart-spec.ts";
import { COUNTED_ROWS } from "../../models/lab/quality-query.ts";
import { ASKED_QUERY } from "../../models/lab/relations.ts";
import { histogramChart } from "../histogram-bins.ts";
import { numberCell, shownCount, shownNumber, textCell } from "../lab-words.ts";
import type { EdaResult, NumberShape } from "./compute.ts";

/** The columns with what is missing, the numbers, each distribution, and the matrix of pairs. */
export function edaCharts(result: EdaResult): readonly ChartSpec[] {
  return [
    qualityTable(result),
    ...(result.numbers.length === 0 ? [] : [numbersTable(result)]),
    ...result.numbers.flatMap(distribution),
    ...pairsMatrix(result),
  ];
}

/** What is missing, doubled or without a partner, in one sentence. */
export function qualitySentence({ table, rows, row, columns, duplicates }: EdaResult): string {
  const gaps = columns.filter(({ missing }) => missing > 0).length;
  const missing = gaps === 0 ? "no value is missing" : `${gaps} of ${columns.length} columns have missing values`;
  const equal =
    duplicates.surplus === 0 ? "no row is doubled" : `${shownCount(duplicates.surplus)} rows repeat another one`;
  const name = table === ASKED_QUERY ? "The query" : table;
  return `${name} has ${shownCount(rows)} ${row}s: ${missing}, ${equal}`;
}

function qualityTable(result: EdaResult): ChartSpec {
  const estimated = result.rows > COUNTED_ROWS;
  return {
    kind: "table",
    title: qualitySentence(result),
    subtitle: estimated
      ? `all columns; numbers of different values are estimated, as the table has more than ${shownCount(COUNTED_ROWS)} rows`
      : "all columns",
    alt: `Type, missing values and different values of ${result.columns.length} columns of ${result.table}.`,
    columns: [
      ...[textCell("column"), textCell("type"), numberCell("missing"), numberCell("missing share", "share")],
      numberCell(estimated ? "different values, about" : "different values"),
    ],
    rows: result.columns.map(({ column, type, missing, missingShare, distinct }) => [
      ...[column, type, missing, missingShare, distinct],
    ]),
  };
}

function numbersTable({ numbers, table }: EdaResult): ChartSpec {
  const labels = ["n", "mean", "sd", "least", "Q1", "median", "Q3", "greatest", "skewness", "excess kurtosis"];
  return {
    kind: "table",
    title: `${numbers.length} ${numbers.length === 1 ? "column" : "columns"} of numbers of ${table}`,
    subtitle: "standard deviations with n - 1, quartiles of type 7, skewness G1, excess kurtosis G2",
    alt: `Mean, spread, quartiles and shape of ${numbers.map(({ column }) => column).join(", ")}.`,
    columns: [textCell("column"), ...labels.map((label) => numberCell(label))],
    rows: numbers.map(({ column, n, mean, sd, min, q1, median, q3, max, skewness, kurtosis }) => [
      ...[column, n, mean, sd, min, q1, median, q3, max, skewness, kurtosis],
    ]),
  };
}

export function shapeWords({ skewness }: NumberShape): string {
  if (skewness === null) return "does not vary";
  if (Math.abs(skewness) < 0.5) return `is about symmetric (skewness ${shownNumber(skewness)})`;
  return `is skewed to the ${skewness > 0 ? "right" : "left"} (skewness ${shownNumber(skewness)})`;
}

function distribution(shape: NumberShape): readonly ChartSpec[] {
  const { bins, column, unit, n, mean, median, density } = shape;
  if (bins === null) return [];
  return [
    histogramChart(bins, {
      title: `${column} ${shapeWords(shape)}`,
      subtitle: `${shownCount(n)} values in ${bins.length} bins (the narrower of Sturges and Freedman-Diaconis)`,
      alt: `Histogram of ${column} with mean, median and density.`,
      ...{ label: column, unit },
      marks: [{ at: mean, label: "mean" }, ...(median === null ? [] : [{ at: median, label: "median" }])],
      ...(density === null ? {} : { curve: { label: "kernel density", points: density } }),
    }),
  ];
}

function pairsMatrix({ pairs, numbers, rows, row }: EdaResult): readonly ChartSpec[] {
  if (pairs === null) return [];
  const { columns } = pairs;
  return [
    {
      kind: "scatter-matrix",
      title: strongest(pairs),
      subtitle: `${shownCount(pairs.rows.length)} of ${shownCount(rows)} ${row}s with every value; correlations are over all of them`,
      alt: `Every pair of ${columns.join(", ")} as a scatter plot, each column as a histogram.`,
      point: row,
      columns: columns.map((label) => {
        const shape = numbers.find(({ column }) => column === label);
        return { label, unit: shape?.unit ?? null, bins: shape?.bins ?? [] };
      }),
      rows: pairs.rows,
      strength: { label: "Pearson's r", values: pairs.correlations },
    },
  ];
}

/** The pair that correlates most. */
export function strongest({ columns, correlations }: NonNullable<EdaResult["pairs"]>): string {
  const all = correlations.flatMap((line, i) =>
    line.flatMap((r, j) => (r === null || j <= i ? [] : [{ r, a: columns[i] ?? "", b: columns[j] ?? "" }])),
  );
  const [first] = all.sort((x, y) => Math.abs(y.r) - Math.abs(x.r));
  if (first === undefined) return `Pairs of ${columns.join(", ")}`;
  return `${first.a} and ${first.b} go together most of ${all.length} pairs (r ${first.r.toFixed(2)})`;
}
