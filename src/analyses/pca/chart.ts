import type { ChartSpec } from "../../contract/chart-spec.ts";
import { formatQuantity } from "../../core/quantity.ts";
import type { PcaResult } from "./components.ts";
import { pcaSentence } from "./findings.ts";

const share = (value: number): string => formatQuantity(value, "share");

/** Scree, biplot, loadings and what is lost by keeping fewer components. */
export function pcaCharts(result: PcaResult): readonly ChartSpec[] {
  return [screeChart(result), biplotChart(result), loadingsChart(result), errorChart(result)];
}

function screeChart(result: PcaResult): ChartSpec {
  const { lines, on, n } = result;
  return {
    kind: "bars",
    title: pcaSentence(result),
    subtitle: `share of the variance by component, from the ${on} matrix of ${n.toLocaleString("en-US")} complete rows`,
    alt: lines.map(({ component, share: part }) => `component ${component}: ${share(part)}`).join("; "),
    direction: "vertical",
    layout: "grouped",
    category: { label: "component", values: lines.map(({ component }) => String(component)) },
    value: { label: "share of the variance", unit: "share" },
    series: [
      { label: "component", values: lines.map((line) => line.share), interval: null },
      { label: "with the ones before", values: lines.map(({ cumulative }) => cumulative), interval: null },
    ],
    rules: on === "correlation" ? [{ at: 1 / lines.length, label: "variance of one column" }] : [],
  };
}

function biplotChart({ scores, arrows, lines, sampleRows, n }: PcaResult): ChartSpec {
  const axis = (i: number) =>
    ({
      label: `component ${i + 1} (${share(lines[i]?.share ?? 0)})`,
      unit: null,
      scale: "linear",
    }) as const;
  const drawn = sampleRows < n ? `a seeded sample of ${sampleRows.toLocaleString("en-US")} rows` : "every row";
  return {
    kind: "scatter",
    title: `The first two components hold ${share(lines[1]?.cumulative ?? lines[0]?.cumulative ?? 0)} of the variance`,
    subtitle: `scores in standard deviations (${drawn}); columns point the way in which they grow`,
    alt: `Biplot: ${arrows.map(({ label }) => label).join(", ")} as directions among the rows.`,
    point: "row",
    x: axis(0),
    y: axis(1),
    size: null,
    groups: [
      { label: "rows", points: scores.map((p) => ({ label: null, ...p, size: null })) },
      { label: "columns", points: arrows.map((p) => ({ ...p, size: null })) },
    ],
    fit: null,
    marks: [],
  };
}

function loadingsChart({ lines, columns, on }: PcaResult): ChartSpec {
  return {
    kind: "heatmap",
    title: "What each component is made of",
    subtitle:
      on === "correlation"
        ? "loadings: correlations of the columns with the components"
        : "loadings: weights times the component's standard deviation",
    alt: `Loadings of ${columns.join(", ")} on ${lines.length} components.`,
    x: { label: "component", values: lines.map(({ component }) => String(component)) },
    y: { label: "column", values: columns },
    cell: { label: "loading", unit: null },
    cells: columns.map((_, j) => lines.map(({ loadings }) => loadings[j] ?? null)),
    midpoint: 0,
    open: [],
  };
}

function errorChart({ lines, kept, on }: PcaResult): ChartSpec {
  const at = lines[kept - 1];
  return {
    kind: "line",
    title: `${kept} component${kept === 1 ? "" : "s"} leave a reconstruction error of ${formatQuantity(at?.reconstructionError ?? 0, null)}`,
    subtitle: `mean squared distance per value${on === "correlation" ? ", columns in standard deviations" : ""}`,
    alt: lines
      .map(({ component, reconstructionError }) => `${component} kept: ${formatQuantity(reconstructionError, null)}`)
      .join("; "),
    x: { label: "components kept", unit: null, scale: "linear", values: lines.map(({ component }) => component) },
    y: { label: "reconstruction error", unit: null, scale: "linear" },
    series: [{ label: "error", role: "main", values: lines.map((line) => line.reconstructionError), band: null }],
    openFrom: null,
    marks: [{ at: kept, label: "kept" }],
    rules: [],
  };
}
