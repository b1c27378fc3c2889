import type { BarsChart } from "../../contract/chart-spec/bars.ts";
import type { LineChart, LineSeries } from "../../contract/chart-spec/line.ts";
import type { TableChart, TableColumn } from "../../contract/chart-spec/table.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { eventMarks } from "../event-marks.ts";
import { growthSentence } from "../growth-sentence.ts";
import type { TimeseriesResult } from "./compute.ts";
import type { Lags } from "./dependence.ts";
import { trendSentence } from "./findings.ts";
import type { Parts, Season } from "./parts.ts";
import type { Section } from "./section.ts";
import { axisTime, changePlace, periodText, seasonAmount, seasonEnds, spanText, stationarityText } from "./words.ts";

/** The series with its trend and changes, each part, correlations, tests, changes, and the metrics side by side. */
export function timeseriesCharts(result: TimeseriesResult): readonly ChartSpec[] {
  const { parts, dependence } = result;
  return [
    observedChart(result),
    ...(parts.status === "ok" ? partCharts(parts, result) : []),
    ...lagsChart("Autocorrelation", dependence.acf, result),
    ...lagsChart("Partial autocorrelation", dependence.pacf, result),
    testsTable(result),
    ...changesTable(result),
    ...(result.beside.length === 0 ? [] : [indexChart(result), besideTable(result)]),
  ];
}

const line = (label: string, values: LineSeries["values"], role: LineSeries["role"] = "main"): LineSeries => ({
  ...{ label, role, values: [...values], band: null },
});

function timeAxis(result: TimeseriesResult): LineChart["x"] {
  const { grain, observed } = result;
  return {
    ...{ scale: "time", label: grain, grain },
    values: observed.periods.map((period) => axisTime(period, result)),
  };
}

function timeLine(
  result: TimeseriesResult,
  words: Pick<LineChart, "title" | "subtitle" | "alt" | "y" | "series"> & Partial<LineChart>,
): LineChart {
  return {
    kind: "line",
    x: timeAxis(result),
    openFrom: null,
    marks: [],
    rules: [],
    ...words,
  };
}

function observedChart(result: TimeseriesResult): LineChart {
  const { parts, label, unit, observed, changes } = result;
  const trend = parts.status === "ok" ? [line("trend", parts.trend)] : [];
  const points = changes?.status === "ok" ? changes.points : [];
  return timeLine(result, {
    title: trendSentence(result) ?? `${label} in ${spanText(result)}`,
    subtitle: `${spanText(result)}; ${parts.status === "ok" ? parts.method : `no decomposition: ${parts.reason}`}; change points of the ${changes?.status === "ok" ? changes.kind : "series"}: ${points.length}`,
    alt: `${label} by ${result.grain}, ${spanText(result)}${points.length === 0 ? "" : `; changes at ${points.map((point) => changePlace(point, result)).join(", ")}`}.`,
    y: { label, unit, scale: "linear" },
    series: [line(label, observed.values, trend.length === 0 ? "main" : "comparison"), ...trend],
    marks: [
      ...eventMarks(result.events, timeAxis(result)),
      ...points.map(({ period }) => ({ at: axisTime(period, result), label: "change" })),
    ],
  });
}

function partCharts(parts: Section<Parts> & { readonly status: "ok" }, result: TimeseriesResult): readonly ChartSpec[] {
  const times = parts.kind === "multiplicative";
  const y = { label: times ? "factor" : result.label, unit: times ? null : result.unit, scale: "linear" } as const;
  const { seasons, remainder, method } = parts;
  const lines = seasons.map(({ name, values }) => line(`season of a ${name}`, values));
  return [
    ...seasons.map((season) => seasonChart(season, parts, result)),
    ...(seasons.length === 0
      ? []
      : [
          timeLine(result, {
            title: `Seasons of ${result.label} over time`,
            subtitle: `${method}; ${spanText(result)}`,
            alt: `What the ${seasons.length === 1 ? "season adds" : "seasons add"} to the trend in each ${result.grain}.`,
            y,
            series: lines,
          }),
        ]),
    timeLine(result, {
      title: `What trend and seasons leave of ${result.label}`,
      subtitle: `remainder of ${method}; ${spanText(result)}`,
      alt: `Remainder of ${result.label} in each ${result.grain}.`,
      y,
      series: [line("remainder", remainder)],
    }),
  ];
}

/** Bars where the steps are few enough to be read, a line for longer seasons. */
function seasonChart(season: Season, parts: Parts, result: TimeseriesResult): ChartSpec {
  const times = parts.kind === "multiplicative";
  const unit = times ? null : result.unit;
  const label = times ? "factor" : result.label;
  const ends = seasonEnds(season);
  const said = ends?.map(({ step, value }) => `${step} (${seasonAmount(value, parts, result.unit)})`) ?? [];
  const words = {
    title: `In a ${season.name} ${result.label} is highest at ${said[0] ?? "no step"}, lowest at ${said[1] ?? "no step"}`,
    subtitle: `mean of the season over its cycles; ${spanText(result)}`,
    alt: `Season of a ${season.name} in ${season.steps.length} steps, from ${said.join(" to ")}.`,
  };
  if (season.steps.length <= 31) return seasonBars(season, words, { label, unit });
  return {
    ...{ kind: "line", ...words, openFrom: null, marks: [], rules: [] },
    x: { scale: "linear", label: `step of a ${season.name}`, unit: null, values: season.steps.map((_, i) => i + 1) },
    y: { label, unit, scale: "linear" },
    series: [
      line(
        `season of a ${season.name}`,
        season.steps.map(({ value }) => value),
      ),
    ],
  };
}

function seasonBars(
  { steps, name }: Season,
  words: Pick<BarsChart, "title" | "subtitle" | "alt">,
  value: BarsChart["value"],
): BarsChart {
  return {
    ...{ kind: "bars", ...words, direction: "vertical", layout: "grouped", value, rules: [] },
    category: { label: `step of a ${name}`, values: steps.map(({ step }) => step) },
    series: [{ label: value.label, values: steps.map((one) => one.value), interval: null }],
  };
}

function lagsChart(name: string, found: Section<Lags>, result: TimeseriesResult): readonly LineChart[] {
  if (found.status !== "ok" || found.lags.length < 2) return [];
  const { lags, coefficients, bounds, level, method } = found;
  const beyond = lags.filter((_, i) => Math.abs(coefficients[i] ?? 0) > (bounds[i] ?? Number.POSITIVE_INFINITY));
  const said =
    beyond.length === 0 ? "at no lag beyond chance" : `beyond chance at ${beyond.length} of ${lags.length} lags`;
  return [
    {
      kind: "line",
      title: `${name} of ${result.label}: ${said}`,
      subtitle: `${method}; ${spanText(result)}`,
      alt: `${name} for ${lags.length} lags, ${said}${beyond.length === 0 ? "" : `, first at ${beyond.slice(0, 5).join(", ")}`}.`,
      x: { scale: "linear", label: `lag in ${result.grain}s`, unit: null, values: [...lags] },
      y: { label: "correlation", unit: null, scale: "linear" },
      series: [
        {
          ...{ label: name.toLowerCase(), role: "main", values: [...coefficients] },
          band: {
            label: `within chance (${level * 100} %)`,
            low: bounds.map((x) => (x === null ? null : -x)),
            high: [...bounds],
          },
        },
      ],
      openFrom: null,
      marks: [],
      rules: [],
    },
  ];
}

const column = (label: string, show: TableColumn["show"], unit: string | null = null): TableColumn => ({
  ...{ label, unit, show, good: "neutral" },
});

function testsTable(result: TimeseriesResult): TableChart {
  return {
    kind: "table",
    title: stationarityText(result),
    subtitle: `a small p-value speaks against the hypothesis; ${spanText(result)}`,
    alt: `Tests of ${result.label}: ${result.dependence.tests.map(({ name, pValue }) => `${name} p ${pValue === null ? "unknown" : pValue.toPrecision(2)}`).join("; ")}.`,
    columns: [
      column("test", "text"),
      column("hypothesis", "text"),
      column("statistic", "number"),
      column("p", "number"),
      column("lags", "number"),
      column("note", "text"),
    ],
    rows: result.dependence.tests.map((one) => [
      one.name,
      one.hypothesis,
      one.statistic,
      one.pValue,
      one.lags,
      one.note,
    ]),
  };
}

function changesTable(result: TimeseriesResult): readonly TableChart[] {
  const { changes, unit, grain } = result;
  if (changes?.status !== "ok" || changes.points.length === 0) return [];
  const { points, method } = changes;
  return [
    {
      kind: "table",
      title: `${points.length} change${points.length === 1 ? "" : "s"} of ${result.label}, without its seasons`,
      subtitle: `${method}, penalty ${changes.penalty.toFixed(1)}; a change lies between earliest and latest in 95 % of cases`,
      alt: `Changes at ${points.map((point) => changePlace(point, result)).join(", ")}.`,
      columns: [
        column("from", "text"),
        column("earliest", "text"),
        column("latest", "text"),
        column("shift", "number", unit),
        column("at least", "number", unit),
        column("at most", "number", unit),
        column(`per ${grain} before`, "number", unit),
        column(`per ${grain} after`, "number", unit),
      ],
      rows: points.map((point) => [
        ...[point.period, point.earliest, point.latest].map((period) => periodText(period, result)),
        point.shift,
        point.interval?.low ?? null,
        point.interval?.high ?? null,
        point.slopeBefore,
        point.slopeAfter,
      ]),
    },
  ];
}

/** Each metric by its own mean, so that metrics of any unit can be compared. */
function indexChart(result: TimeseriesResult): LineChart {
  const all = [result, ...result.beside];
  const times = [...new Set(all.flatMap(({ observed }) => observed.periods))].sort();
  const series = all.map(({ label, observed, extremes }) => {
    const mean = extremes?.mean ?? 0;
    const known = new Map(observed.periods.map((period, i) => [period, observed.values[i] ?? null]));
    const index = (value: number | null): number | null => (value === null || mean === 0 ? null : value / mean);
    return line(
      label,
      times.map((period) => index(known.get(period) ?? null)),
    );
  });
  const chart = timeLine(result, {
    title: `${all.map(({ label }) => label).join(", ")} side by side`,
    subtitle: `each divided by its own mean; ${spanText(result)}`,
    alt: `${all.length} metrics by ${result.grain}, each divided by its own mean.`,
    y: { label: "value by mean", unit: null, scale: "linear" },
    series,
    rules: [{ at: 1, label: "mean" }],
  });
  const { grain } = result;
  const values = times.map((period) => axisTime(period, result));
  return { ...chart, x: { scale: "time", label: grain, grain, values } };
}

function besideTable(result: TimeseriesResult): TableChart {
  const all = [result, ...result.beside];
  const growths = all.map(({ label, extremes }) => ({ label, growth: extremes?.growth ?? null }));
  const grown = growthSentence(growths, { grow: "grew", fall: "fell", stay: "stayed the same" });
  return {
    kind: "table",
    title: `${grown}, from the earlier to the later half of the ${result.grain}s`,
    subtitle: "whole periods only; change: the last against the one before it",
    alt: `Peak, lowest period, mean, change and growth of ${all.map(({ label }) => label).join(", ")}.`,
    columns: [
      column("metric", "text"),
      column("unit", "text"),
      column("mean", "number"),
      column("peak", "number"),
      column("peak at", "text"),
      column("lowest", "number"),
      column("lowest at", "text"),
      column("change", "change", "share"),
      column("growth", "change", "share"),
    ],
    rows: all.map(({ label, unit, extremes: found }) => {
      const at = (one: { readonly period: string } | undefined): string | null =>
        one === undefined ? null : periodText(one.period, result);
      return [
        ...[label, unit, found?.mean ?? null, found?.peak.value ?? null, at(found?.peak)],
        ...[found?.low.value ?? null, at(found?.low), found?.change ?? null, found?.growth ?? null],
      ];
    }),
  };
}
