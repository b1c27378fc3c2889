import type { BarsChart } from "../../contract/chart-spec/bars.ts";
import type { HeatmapChart } from "../../contract/chart-spec/heatmap.ts";
import type { LineChart, LineSeries } from "../../contract/chart-spec/line.ts";
import type { TableChart } from "../../contract/chart-spec/table.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { TOTAL } from "../../contract/selection.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { comparisonTable } from "../comparison-words.ts";
import type { RetentionLine } from "./cohort-table.ts";
import type { RetentionResult } from "./compute.ts";
import { curveSentence, trendSentence } from "./findings.ts";
import { survivalCharts, targetCharts } from "./other-charts.ts";
import { averageFormula, columnText, definitionText } from "./words.ts";

/** The curve, the triangle of cohorts, one column from cohort to cohort, and what else was asked for. */
export function retentionCharts(result: RetentionResult): readonly ChartSpec[] {
  return [
    curveChart(result),
    ...comparisonTable(result.comparison),
    triangleChart(result),
    ...trendChart(result),
    ...valueChart(result),
    ...targetCharts(result),
    ...survivalCharts(result),
    ...churnChart(result),
    ...peopleTable(result),
  ];
}

export const SHARE = { label: "share retained", unit: "share" } as const;

const bandOf = (low: readonly (number | null)[], high: readonly (number | null)[]): LineSeries["band"] =>
  low.every((x) => x === null) ? null : { label: "95 % interval", low: [...low], high: [...high] };

function curveChart(result: RetentionResult): LineChart {
  const { lines, total, grain } = result;
  const shown = lines.length === 0 ? [total] : lines;
  return {
    kind: "line",
    title: curveSentence(result),
    subtitle: `${definitionText(result)}; ${averageFormula(result)}`,
    alt: `Share retained by ${grain}s since the start, over complete cohorts. ${curveSentence(result)}.`,
    x: { scale: "linear", label: `${grain}s since the start`, unit: null, values: [...result.places] },
    y: { ...SHARE, scale: "linear" },
    series: shown.map(({ value, cells }: RetentionLine) => ({
      label: value,
      role: "main",
      values: cells.map((cell) => cell.value),
      band: bandOf(
        cells.map(({ interval }) => interval?.low ?? null),
        cells.map(({ interval }) => interval?.high ?? null),
      ),
    })),
    openFrom: null,
    marks: [],
    rules: [],
  };
}

function triangleChart(result: RetentionResult): HeatmapChart {
  const { cohorts, columns, grain } = result;
  const open = cohorts.flatMap(({ cells }, y) =>
    cells.slice(1).flatMap(({ state }, x) => (state === "open" ? [{ x, y }] : [])),
  );
  return {
    kind: "heatmap",
    title: trendSentence(result) ?? `${cohorts.length.toLocaleString("en-US")} cohorts by ${grain} of the start`,
    subtitle: `${definitionText(result)}; cells that are not over are marked, those to come are empty`,
    alt: `Share retained of ${cohorts.length} cohorts in ${columns.length - 1} columns; ${open.length} cells are not over.`,
    x: { label: `${grain}s since the start`, values: columns.slice(1) },
    y: {
      label: `${grain} of the start (size)`,
      values: cohorts.map(({ cohort, size }) => `${cohort} (${size.toLocaleString("en-US")})`),
    },
    cell: SHARE,
    cells: cohorts.map(({ cells }) => cells.slice(1).map(({ retained }) => retained?.value ?? null)),
    midpoint: null,
    open,
  };
}

/** A label on an axis of clock time, which has no offsets. */
const hourTime = (label: string): string => label.slice(0, 16).replace(" ", "T");

function trendChart(result: RetentionResult): readonly LineChart[] {
  const { trend, cohorts, grain, target } = result;
  const shown = trend.points.filter(({ state }) => state !== "ahead");
  if (shown.length < 2) return [];
  const firstOpen = shown.findIndex(({ state }) => state === "open");
  const kept = cohorts.slice(0, shown.length).map(({ cells }) => cells[trend.column]?.retained?.interval ?? null);
  return [
    {
      kind: "line",
      title: trendSentence(result) ?? `Share retained in ${columnText(result, trend.column)}, cohort by cohort`,
      subtitle: `each cohort's share retained in ${columnText(result, trend.column)}; Wilson's 95 % interval`,
      alt: `Share retained in ${columnText(result, trend.column)} of the cohorts from ${shown[0]?.cohort} to ${shown.at(-1)?.cohort}.`,
      x: { scale: "time", label: `${grain} of the start`, grain, values: shown.map(({ cohort }) => hourTime(cohort)) },
      y: { ...SHARE, scale: "linear" },
      series: [
        {
          label: columnText(result, trend.column),
          role: "main",
          values: shown.map(({ share }) => share),
          band: bandOf(
            kept.map((interval) => interval?.low ?? null),
            kept.map((interval) => interval?.high ?? null),
          ),
        },
      ],
      openFrom: firstOpen < 0 ? null : firstOpen,
      marks: target === null ? [] : [{ at: hourTime(target.cohort), label: "target" }],
      rules: [],
    },
  ];
}

function valueChart(result: RetentionResult): readonly LineChart[] {
  const { measure, lines, total, grain } = result;
  const shown = lines.length === 0 ? [total] : lines;
  if (measure !== "value") return [];
  const last = total.cells.findLast(({ valueShare }) => valueShare !== null);
  return [
    {
      kind: "line",
      title:
        last === undefined || last.valueShare === null
          ? "Value of returns: undetermined"
          : `The last complete column brings ${formatQuantity(last.valueShare, "share")} of the value of period 0`,
      subtitle: "value of returns as a share of that of period 0, over the same complete cohorts",
      alt: `Value retained by ${grain}s since the start.`,
      x: { scale: "linear", label: `${grain}s since the start`, unit: null, values: [...result.places] },
      y: { label: "value as a share of period 0", unit: "share", scale: "linear" },
      series: shown.map(({ value, cells }) => ({
        label: value === TOTAL ? "value" : value,
        role: "main",
        values: cells.map(({ valueShare }) => valueShare),
        band: null,
      })),
      openFrom: null,
      marks: [],
      rules: [],
    },
  ];
}

function churnChart({ churn, start, return: back }: RetentionResult): readonly BarsChart[] {
  if (churn === null) return [];
  const gone = churn.lines.at(-1)?.users;
  const unit = churn.unit === "days" ? "days" : "of the user's own cycles";
  return [
    {
      kind: "bars",
      title: `${gone?.value == null ? "An undetermined share" : formatQuantity(gone.value, "share")} of followed users have churned`,
      subtitle: `users who start with ${start} on the days asked for; at risk after ${churn.atRisk}, churned after ${churn.churned} ${unit} without ${back}; Wilson's 95 % interval`,
      alt: "Share of users who are active, at risk and churned.",
      direction: "vertical",
      layout: "grouped",
      category: { label: "state", values: churn.lines.map(({ state }) => state) },
      value: { label: "share of users", unit: "share" },
      series: [
        {
          label: "users",
          values: churn.lines.map(({ users }) => users.value),
          interval: {
            label: "95 % interval",
            low: churn.lines.map(({ users }) => users.interval?.low ?? null),
            high: churn.lines.map(({ users }) => users.interval?.high ?? null),
          },
        },
      ],
      rules: [],
    },
  ];
}

function peopleTable({ people, grain, columns }: RetentionResult): readonly TableChart[] {
  if (people === null) return [];
  const { outcome, cohort, column, users, total } = people;
  const title = `${total.toLocaleString("en-US")} users of ${cohort} ${outcome} in ${grain} ${columns[column] ?? ""}`;
  return [
    {
      kind: "table",
      title,
      subtitle: `the first ${users.length} by id`,
      alt: `${title}, the first ${users.length} of them by id.`,
      columns: [{ label: "user", unit: null, show: "text", good: "neutral" }],
      rows: users.map((user) => [user]),
    },
  ];
}
