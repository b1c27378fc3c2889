import type { ChartSpec } from "../../contract/chart-spec.ts";
import { pValueText } from "../../stats/evidence-text.ts";
import { numberCell, ofGroup, shownCount, shownNumber, textCell } from "../lab-words.ts";
import type { NormalityLine, NormalityResult } from "./compute.ts";

/** Charts of single distributions beyond which the table says enough. */
const MOST_PLOTS = 12;

/** A quantile plot of each column and group, then all tests as a table where there are several. */
export function normalityCharts(result: NormalityResult): readonly ChartSpec[] {
  const plots = result.lines.flatMap((line) => quantilePlots(line)).slice(0, MOST_PLOTS);
  return result.lines.length > 1 || plots.length === 0 ? [...plots, testsTable(result)] : plots;
}

/** What a line says about the shape of its values. */
export function shapeSentence({ column, group, normal, skewness, kurtosis, reason }: NormalityLine): string {
  const what = ofGroup(column, group);
  if (normal === null) return `${what}: undetermined, ${reason ?? "no test"}`;
  if (normal) return `${what} does not depart from a normal shape beyond chance`;
  const skewed = skewness !== null && Math.abs(skewness) >= 0.5;
  const tails = kurtosis !== null && Math.abs(kurtosis) >= 1;
  const how = [
    ...(skewed ? [`skewed to the ${skewness > 0 ? "right" : "left"} (${shownNumber(skewness)})`] : []),
    ...(tails ? [`${kurtosis > 0 ? "heavier" : "lighter"} tails (excess kurtosis ${shownNumber(kurtosis)})`] : []),
  ];
  return `${what} is not normal${how.length === 0 ? ", by little" : `: ${how.join(", ")}`}`;
}

function quantilePlots(line: NormalityLine): readonly ChartSpec[] {
  const { plot, column, unit, group, n, test } = line;
  if (plot === null) return [];
  const said = test === null ? "" : `; ${test.method} ${shownNumber(test.statistic)}, ${pValueText(test.adjusted)}`;
  const what = ofGroup(column, group);
  return [
    {
      kind: "scatter",
      title: shapeSentence(line),
      subtitle: `quantiles of ${shownCount(n)} values against those of a normal distribution${said}`,
      alt: `Quantile plot of ${what}: normal values lie on the line; the points correlate with it by ${plot.straightness.toFixed(4)}.`,
      point: "quantile",
      x: { label: "standard normal quantile", unit: null, scale: "linear" },
      y: { label: column, unit, scale: "linear" },
      size: null,
      groups: [{ label: what, points: plot.points.map(({ x, y }) => ({ label: null, x, y, size: null })) }],
      fit: { label: "normal values of this mean and spread", points: plot.line },
      marks: [],
    },
  ];
}

function testsTable({ lines, tests, alpha, by }: NormalityResult): ChartSpec {
  const departing = lines.filter(({ normal }) => normal === false).length;
  return {
    kind: "table",
    title: `${departing} of ${tests} distributions depart from a normal shape`,
    subtitle: `level ${alpha}${tests > 1 ? `, p corrected by Holm for ${tests} tests` : ""}`,
    alt: `Tests of normality of ${lines.map(({ column, group }) => ofGroup(column, group)).join(", ")}.`,
    columns: [
      textCell("column"),
      ...(by === null ? [] : [textCell("group")]),
      numberCell("n"),
      numberCell("skewness"),
      numberCell("excess kurtosis"),
      textCell("test"),
      numberCell("statistic"),
      numberCell(tests > 1 ? "corrected p" : "p"),
    ],
    rows: lines.map(({ column, group, n, skewness, kurtosis, test, reason }) => [
      column,
      ...(by === null ? [] : [group]),
      n,
      skewness,
      kurtosis,
      test?.method ?? reason,
      test?.statistic ?? null,
      test?.adjusted ?? null,
    ]),
  };
}
