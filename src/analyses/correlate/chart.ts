import type { ChartSpec } from "../../contract/chart-spec.ts";
import { figureText } from "../../stats/evidence-text.ts";
import { numberCell, textCell } from "../lab-words.ts";
import { type CorrelateResult, claimedLines, mainLines } from "./correlated.ts";
import { pairSentence } from "./findings.ts";

const NAMES = { pearson: "Pearson's r", spearman: "Spearman's rho", kendall: "Kendall's tau", partial: "partial r" };

/** Of a pair its points, of more columns a heatmap; and every coefficient with its interval. */
export function correlateCharts(result: CorrelateResult): readonly ChartSpec[] {
  return [result.columns.length === 2 ? scatterChart(result) : heatmapChart(result), linesChart(result)];
}

function scatterChart(result: CorrelateResult): ChartSpec {
  const { points, sampleRows, fitEnds, rows, level } = result;
  const [line] = mainLines(result);
  const [x = "x", y = "y"] = result.columns;
  const shown = sampleRows < rows ? `a seeded sample of ${sampleRows.toLocaleString("en-US")} rows` : "every row";
  const title = line === undefined ? `${y} by ${x}` : pairSentence(line, level);
  return {
    kind: "scatter",
    title,
    subtitle: `${(line?.n ?? 0).toLocaleString("en-US")} rows with both; drawn: ${shown}`,
    alt: `Points of ${x} and ${y}: ${title}.`,
    point: "row",
    x: { label: x, unit: null, scale: "linear" },
    y: { label: y, unit: null, scale: "linear" },
    size: null,
    groups: [{ label: "rows", points: points.map((p) => ({ label: null, ...p, size: null })) }],
    fit: fitEnds.length === 0 ? null : { label: "least squares", points: fitEnds },
    marks: [],
  };
}

function heatmapChart(result: CorrelateResult): ChartSpec {
  const { columns, matrix, method, level } = result;
  const [strongest] = claimedLines(mainLines(result), level);
  const labels = (label: string) => ({ label, values: columns });
  return {
    kind: "heatmap",
    title: strongest === undefined ? "No pair is associated beyond chance" : pairSentence(strongest, level),
    subtitle: `${NAMES[method]} of each pair, on the rows that have both values`,
    alt: `Correlation matrix of ${columns.join(", ")}.`,
    x: labels("column"),
    y: labels("with"),
    cell: { label: NAMES[method], unit: null },
    cells: matrix,
    midpoint: 0,
    open: [],
  };
}

function linesChart({ lines, correction, level }: CorrelateResult): ChartSpec {
  const claimed = claimedLines(lines, level).length;
  return {
    kind: "table",
    title: `${claimed} of ${lines.length} coefficients are not 0 beyond chance`,
    subtitle: `${figureText(level * 100)} % intervals; p corrected over the pairs of a coefficient: ${correction}`,
    alt: `Coefficients with intervals: ${lines.map(({ x, y, value }) => `${x} and ${y} ${value === null ? "undetermined" : figureText(value)}`).join("; ")}.`,
    columns: [
      ...[
        textCell("x"),
        textCell("y"),
        textCell("coefficient"),
        numberCell("value"),
        numberCell("from"),
        numberCell("to"),
      ],
      ...[numberCell("p"), numberCell("corrected p"), numberCell("rows"), textCell("note")],
    ],
    rows: lines.map((line) => [
      ...[line.x, line.y, NAMES[line.method], line.value, line.interval?.low ?? null, line.interval?.high ?? null],
      ...[line.pValue, line.adjusted, line.n, line.reason ?? (line.sampled ? "on a sample" : "")],
    ]),
  };
}
