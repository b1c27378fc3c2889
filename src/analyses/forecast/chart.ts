import type { LineChart } from "../../contract/chart-spec/line.ts";
import type { TableChart } from "../../contract/chart-spec/table.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Band } from "../../forecast/judge/judged-forecast.ts";
import { eventMarks } from "../event-marks.ts";
import { learnedText, methodText, usedText } from "../method-text.ts";
import { nulls, shownSteps, timeAxis } from "./axis.ts";
import { besideCharts, valuesTable } from "./beside-charts.ts";
import type { ForecastResult } from "./compute.ts";
import { eventsTable } from "./events-table.ts";
import { missingText, naiveScore, outlookText, percentText, spanText, sparedText } from "./words.ts";

/** The forecast, other metrics beside it, its events, the last fold, the back-test, the parts of the forecast, and the values one by one. */
export function forecastCharts(result: ForecastResult): readonly ChartSpec[] {
  return [
    ahead(result),
    ...besideCharts(result),
    ...eventsTable(result),
    ...lastFold(result),
    backTestTable(result),
    ...components(result),
    ...valuesTable(result),
  ];
}

function bandOf(bands: readonly Band[], before: number): LineChart["series"][number]["band"] {
  const [band] = bands;
  if (band === undefined) return null;
  const { level, low, high } = band;
  return {
    label: `${percentText(level)} interval`,
    low: [...nulls(before), ...low],
    high: [...nulls(before), ...high],
  };
}

function ahead(result: ForecastResult): LineChart {
  const { past, future, total, label, unit, events } = result;
  const shown = shownSteps(result);
  const periods = [...past.periods.slice(-shown), ...future];
  const x = timeAxis(periods, result);
  const naive = naiveScore(result);
  const [own] = total.scores;
  const error =
    own?.mase == null
      ? ""
      : `; MASE ${own.mase.toFixed(2)}${naive?.mase == null ? "" : `, of seasonal naive ${naive.mase.toFixed(2)}`}`;
  return {
    kind: "line",
    title: outlookText(result),
    subtitle: `${usedText(total)}${error}; ${learnedText(total, past.periods.at(-1) ?? "")}`,
    alt: `${label} over time with a forecast of ${spanText(result)}: ${outlookText(result)}.`,
    x,
    y: { label, unit, scale: "linear" },
    series: [
      { label, role: "main", values: [...past.values.slice(-shown), ...nulls(future.length)], band: null },
      { label: "forecast", role: "main", values: [...nulls(shown), ...total.mean], band: bandOf(total.bands, shown) },
    ],
    openFrom: shown,
    openNote: "forecast",
    marks: eventMarks(events, x),
    rules: [],
  };
}

function lastFold(result: ForecastResult): readonly LineChart[] {
  const { total, past, label, unit } = result;
  const { lastFold: fold } = total;
  if (fold === null) return [];
  const start = past.periods.length - total.n + fold.origin;
  const periods = past.periods.slice(start, start + fold.actual.length);
  const naive = fold.naive.length === 0 ? [] : [fold.naive];
  return [
    {
      kind: "line",
      title: `What was forecast on ${periods[0] ?? ""}, not knowing what came, beside what came`,
      subtitle: `the last of ${foldsText(total.scores[0]?.folds ?? 0)} of the back-test; ${methodText(total)}`,
      alt: `Forecast and actual values of ${label} over the last ${fold.actual.length} steps.`,
      x: timeAxis(periods, result),
      y: { label, unit, scale: "linear" },
      series: [
        { label: "actual", role: "main", values: [...fold.actual], band: null },
        { label: "forecast", role: "main", values: [...fold.mean], band: bandOf(fold.bands, 0) },
        ...naive.map((values) => ({
          label: "seasonal naive",
          role: "comparison" as const,
          values: [...values],
          band: null,
        })),
      ],
      openFrom: null,
      marks: [],
      rules: [],
    },
  ];
}

const foldsText = (folds: number): string => `${folds} fold${folds === 1 ? "" : "s"}`;

function backTestTable(result: ForecastResult): TableChart {
  const { total, unit } = result;
  const [own] = total.scores;
  const number = (label: string, of: string | null = null) => ({
    label,
    unit: of,
    show: "number" as const,
    good: "neutral" as const,
  });
  const levels = own?.intervals ?? [];
  const used = own?.id === "auto" ? `auto (now ${total.model})` : own?.id;
  return {
    kind: "table",
    title:
      own === undefined || own.folds === 0
        ? "The past is too short for a back-test"
        : `Back-test on ${foldsText(own.folds)} of ${spanText(result)}`,
    subtitle: `means over folds; MASE below 1: better than seasonal naive one season ahead; empty: not defined for these values${own === undefined ? "" : missingText(own, result)}${sparedText(total)}`,
    alt: `Errors of each model in the back-test; ${used ?? "no model"} is used.`,
    columns: [
      { label: "model", unit: null, show: "text", good: "neutral" },
      ...[
        number("MAE", unit),
        number("RMSE", unit),
        number("MASE"),
        number("RMSSE"),
        number("sMAPE", "%"),
        number("wMAPE", "%"),
        number("MAPE", "%"),
      ],
      ...levels.map(({ level }) => number(`inside ${percentText(level)}`, "share")),
    ],
    rows: total.scores.map((score) => [
      score === own ? (used ?? score.id) : score.id,
      ...[score.mae, score.rmse, score.mase, score.rmsse, score.smape, score.wmape, score.mape],
      ...levels.map(({ level }) => score.intervals.find((one) => one.level === level)?.coverage ?? null),
    ]),
  };
}

function components(result: ForecastResult): readonly LineChart[] {
  const { total, future, label, unit } = result;
  if (total.components.length === 0) return [];
  return [
    {
      kind: "line",
      title: `Parts of the forecast: ${total.components.map(({ name }) => name).join(", ")}`,
      subtitle: `${methodText(total)}; the parts add up to the forecast`,
      alt: `The parts that the forecast of ${label} is made of, by step.`,
      x: timeAxis(future, result),
      y: { label, unit, scale: "linear" },
      series: total.components.map(({ name, values }) => ({
        label: name,
        role: "main",
        values: [...values],
        band: null,
      })),
      openFrom: null,
      marks: [],
      rules: [],
    },
  ];
}
