import type { BarsChart } from "../../contract/chart-spec/bars.ts";
import type { LineChart, LineSeries } from "../../contract/chart-spec/line.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { hourLabel } from "../../core/periods.ts";
import { eventMarks } from "../event-marks.ts";
import { openFrom } from "../open-from.ts";
import type { MetricLine, MetricResult } from "./compute.ts";
import { changeText, comparisonName, lineName, wholeText } from "./words.ts";

/** The metric over time with its comparison, or one bar per value where there is no time. */
export function metricCharts(result: MetricResult): readonly ChartSpec[] {
  return result.grain === "total" ? [bars(result)] : [line(result)];
}

function wordsOf(result: MetricResult): { readonly title: string; readonly subtitle: string; readonly alt: string } {
  const { lines, definition, days, timezone, metric } = result;
  const [total] = lines;
  const change = total === undefined ? "" : changeText(total, result);
  const title = total === undefined ? result.label : `${wholeText(total, result)}${change === "" ? "" : `, ${change}`}`;
  const about = definition.description ?? `${metric}: ${definition.kind}`;
  const subtitle = `${about}; ${days.from} to ${days.to} (exclusive), days in ${timezone}; n = ${(total?.whole.n ?? 0).toLocaleString("en-US")}`;
  return {
    title,
    subtitle,
    alt: lines
      .slice(0, 9)
      .map((one) => wholeText(one, result))
      .join("; "),
  };
}

const isLine = (value: LineSeries | null): value is LineSeries => value !== null;

function line(result: MetricResult): LineChart {
  const { lines, grain, label, unit, timezone, compare, definition } = result;
  const [total] = lines;
  const shown = lines.length > 1 ? lines.filter(({ keys }) => keys.length > 0) : lines;
  const periods = total?.points.map(({ period }) => axisTime(period, grain, timezone)) ?? [];
  const earlier = compare === "none" || compare === "goal" || shown.length > 1 ? null : comparison(total, result);
  const { goal } = definition;
  const x = { scale: "time", label: grain, grain: grain === "total" ? "day" : grain, values: periods } as const;
  return {
    kind: "line",
    ...wordsOf(result),
    x,
    y: { label, unit, scale: "linear" },
    series: [
      ...shown.map(
        (one): LineSeries => ({
          label: lineName(one, result),
          role: "main",
          values: one.points.map(({ value }) => value),
          band: null,
        }),
      ),
      earlier,
    ].filter(isLine),
    openFrom: openFrom(total?.points ?? []),
    marks: eventMarks(result.events, x),
    rules: compare === "goal" && goal !== undefined ? [{ at: goal, label: "goal" }] : [],
  };
}

function comparison(total: MetricLine | undefined, result: MetricResult): LineSeries | null {
  if (total === undefined) return null;
  const values = total.points.map(({ compared }) => compared);
  return { label: comparisonName(result), role: "comparison", values, band: null };
}

function axisTime(period: string, grain: MetricResult["grain"], timezone: string): string {
  return grain === "hour" ? hourLabel(Date.parse(period), timezone).replace(" ", "T") : period;
}

function bars(result: MetricResult): BarsChart {
  const { lines, label, unit, dimensions, compare } = result;
  const shown = lines.length > 1 ? lines.filter(({ keys }) => keys.length > 0) : lines;
  const values = { label, values: shown.map(({ whole }) => whole.value), interval: null };
  const compared = { label: comparisonName(result), values: shown.map(({ whole }) => whole.compared), interval: null };
  return {
    kind: "bars",
    ...wordsOf(result),
    direction: "horizontal",
    layout: "grouped",
    category: { label: dimensions.join(" · ") || "metric", values: shown.map((one) => lineName(one, result)) },
    value: { label, unit },
    series: compare === "none" || compare === "goal" ? [values] : [values, compared],
    rules: [],
  };
}
