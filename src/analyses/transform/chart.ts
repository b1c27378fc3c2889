import type { ChartSpec } from "../../contract/chart-spec.ts";
import { type HistogramBins, histogramChart } from "../histogram-bins.ts";
import { numberCell, shownCount, shownNumber, textCell } from "../lab-words.ts";
import type { TransformedColumn, TransformLine, TransformResult } from "./compute.ts";

export const lineNamed = ({ lines }: TransformedColumn, wanted: string): TransformLine | undefined =>
  lines.find(({ name }) => name === wanted);

/** Skewness from which a shape is not called symmetric. */
const SKEWED = 0.5;

const isSkewed = (column: TransformedColumn): boolean => Math.abs(lineNamed(column, "none")?.skewness ?? 0) > SKEWED;

/** What the transform that is offered does to the skewness. */
export function transformSentence(column: TransformedColumn): string {
  const before = lineNamed(column, "none")?.skewness ?? null;
  const after = lineNamed(column, column.best);
  const was = before === null ? "undetermined" : shownNumber(before);
  if (column.best === "none" || after?.skewness == null)
    return isSkewed(column)
      ? `No transform makes ${column.column} more symmetric: its skewness is ${was}`
      : `${column.column} needs no transform: its skewness is ${was}`;
  const lambda = after.lambda === null ? "" : ` with lambda ${shownNumber(after.lambda)}`;
  return `${column.best}${lambda} brings the skewness of ${column.column} from ${was} to ${shownNumber(after.skewness)}`;
}

/** For each column the shapes compared, and the histograms before and after the transform that is offered. */
export function transformCharts(result: TransformResult): readonly ChartSpec[] {
  return [shapesTable(result), ...result.columns.flatMap(beforeAndAfter)];
}

function shapesTable({ columns }: TransformResult): ChartSpec {
  const [first] = columns;
  return {
    kind: "table",
    title: first === undefined || columns.length > 1 ? `Shapes of ${columns.length} columns` : transformSentence(first),
    subtitle: "0 is symmetric; the tails of a normal shape have excess kurtosis 0",
    alt: `Skewness and kurtosis before and after each transform of ${columns.map(({ column }) => column).join(", ")}.`,
    columns: [
      ...[textCell("column"), textCell("transform"), numberCell("lambda"), numberCell("values")],
      ...[numberCell("skewness"), numberCell("excess kurtosis"), textCell("note")],
    ],
    rows: columns.flatMap((own) =>
      own.lines.map(({ name, lambda, n, skewness, kurtosis, reason }) => [
        ...[own.column, name === "none" ? "as it is" : name, lambda, reason === null ? n : null, skewness, kurtosis],
        reason ??
          (name === own.best ? (name !== "none" ? "offered" : isSkewed(own) ? null : "symmetric enough") : null),
      ]),
    ),
  };
}

function beforeAndAfter(column: TransformedColumn): readonly ChartSpec[] {
  const { before, after, best, unit } = column;
  return [
    ...shape(before, { label: column.column, unit, skew: lineNamed(column, "none") }),
    ...shape(after, { label: `${best} of ${column.column}`, unit: null, skew: lineNamed(column, best) }),
  ];
}

interface Shape {
  readonly label: string;
  readonly unit: string | null;
  readonly skew: TransformLine | undefined;
}

function shape(bins: HistogramBins | null, { label, unit, skew }: Shape): readonly ChartSpec[] {
  if (bins === null) return [];
  const skewness = skew?.skewness == null ? "undetermined" : shownNumber(skew.skewness);
  return [
    histogramChart(bins, {
      title: `${label}: skewness ${skewness}`,
      subtitle: `${shownCount(bins.reduce((sum, { count }) => sum + count, 0))} values`,
      alt: `Histogram of ${label}.`,
      ...{ label, unit },
    }),
  ];
}
