import type { ChartSpec } from "../../contract/chart-spec.ts";
import { figureText } from "../../stats/evidence-text.ts";
import { numberCell, textCell } from "../lab-words.ts";
import { predictorLines, regressSentence } from "./findings.ts";
import type { RegressResult } from "./regressed.ts";
import { bendOf } from "./residuals.ts";

/** Coefficients, residuals against fitted values, and for least squares their quantiles against normal ones. */
export function regressCharts(result: RegressResult): readonly ChartSpec[] {
  return [
    coefficientsChart(result),
    ...(result.residuals.length > 0 ? [residualChart(result)] : []),
    ...(result.quantiles.length > 0 ? [quantileChart(result)] : []),
  ];
}

function coefficientsChart(result: RegressResult): ChartSpec {
  const { lines, model, level, errors, n, fittedRows, references } = result;
  const ratio = { ols: null, logistic: "odds ratio", poisson: "ratio of rates" }[model];
  const against = references.map(({ column, level: value }) => `${column} ${value}`).join(", ");
  return {
    kind: "table",
    title: regressSentence(result),
    subtitle: `${figureText(level * 100)} % intervals, errors ${errors}; n ${fittedRows.toLocaleString("en-US")}${fittedRows < n ? ", a seeded sample" : ""}${against === "" ? "" : `; compared with ${against}`}`,
    alt: `Coefficients: ${predictorLines(result)
      .map(({ name, value }) => `${name} ${figureText(value)}`)
      .join("; ")}.`,
    columns: [
      textCell("column"),
      ...[numberCell("coefficient"), numberCell("error"), numberCell("from"), numberCell("to"), numberCell("p")],
      ...(ratio === null ? [] : [numberCell(ratio), numberCell(`${ratio}, from`), numberCell("to")]),
      numberCell("VIF"),
    ],
    rows: lines.map((line) => [
      ...[line.name, line.value, line.se, line.interval.low, line.interval.high, line.pValue],
      ...(ratio === null
        ? []
        : [line.ratio?.value ?? null, line.ratio?.interval.low ?? null, line.ratio?.interval.high ?? null]),
      line.inflation,
    ]),
  };
}

const BENDS = {
  bent: "Mean residuals move away from 0: the relation is bent",
  noise: "Mean residuals show no bend beyond chance",
  straight: "Mean residuals stay near 0 along the fitted values",
} as const;

function residualChart(result: RegressResult): ChartSpec {
  const { residuals, binned, y, sampleRows } = result;
  const bend = bendOf(result);
  const points = (list: RegressResult["residuals"]) =>
    list.map(({ fitted, residual }) => ({ label: null, x: fitted, y: residual, size: null }));
  return {
    kind: "scatter",
    title: bend === null ? "Residuals along the fitted values" : BENDS[bend],
    subtitle: `${y} less its fitted value; means of groups of rows; ${sampleRows.toLocaleString("en-US")} rows, some drawn`,
    alt: `Residuals of ${y} against fitted values.`,
    point: "row",
    x: { label: `fitted ${y}`, unit: null, scale: "linear" },
    y: { label: "residual", unit: null, scale: "linear" },
    size: null,
    groups: [
      { label: "rows", points: points(residuals) },
      { label: "means", points: points(binned) },
    ],
    fit: null,
    marks: [],
  };
}

function quantileChart({ quantiles, y }: RegressResult): ChartSpec {
  const [first, last] = [quantiles[0]?.normal ?? 0, quantiles.at(-1)?.normal ?? 0];
  return {
    kind: "scatter",
    title: "Residuals against a normal distribution",
    subtitle: `quantiles of the residuals of ${y}, in standard deviations; on the line they are normal`,
    alt: `Quantiles of the residuals of ${y} against normal ones.`,
    point: "quantile",
    x: { label: "normal quantile", unit: null, scale: "linear" },
    y: { label: "residual", unit: null, scale: "linear" },
    size: null,
    groups: [
      { label: "residuals", points: quantiles.map((q) => ({ label: null, x: q.normal, y: q.residual, size: null })) },
    ],
    fit: {
      label: "normal",
      points: [
        { x: first, y: first },
        { x: last, y: last },
      ],
    },
    marks: [],
  };
}
