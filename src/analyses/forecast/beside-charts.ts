import type { LineChart } from "../../contract/chart-spec/line.ts";
import type { TableChart, TableColumn } from "../../contract/chart-spec/table.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { eventMarks } from "../event-marks.ts";
import { growthSentence } from "../growth-sentence.ts";
import { axisTime, nulls, shownSteps, timeAxis } from "./axis.ts";
import type { BesideLine, ForecastLine, ForecastResult } from "./compute.ts";
import { growthOf, percentText, spanText } from "./words.ts";

const column = (label: string, show: TableColumn["show"], unit: string | null = null): TableColumn => ({
  ...{ label, unit, show, good: "neutral" },
});

/** Several metrics side by side: growth and peaks in a table, then a chart of each but the first; nothing when one is alone. */
export function besideCharts(result: ForecastResult): readonly ChartSpec[] {
  const { beside } = result;
  return beside.length === 0 ? [] : [besideTable(result), ...beside.slice(1).flatMap((line) => aheadOf(line, result))];
}

function besideTable(result: ForecastResult): TableChart {
  const { beside, grain } = result;
  const growths = beside.map((line) => ({ label: line.label, growth: growthOf(line) }));
  const verbs = { grow: "is expected to grow", fall: "is expected to fall", stay: "is expected to stay the same" };
  return {
    kind: "table",
    title: growthSentence(growths, verbs),
    subtitle: `the next ${spanText(result)} against as many before; sums of counts and sums, else means per ${grain}`,
    alt: `Growth and peaks of ${beside.map(({ label }) => label).join(", ")}.`,
    columns: [
      ...[column("metric", "text"), column("unit", "text"), column("last", "number"), column("next", "number")],
      ...[column("low", "number"), column("high", "number"), column("growth", "change", "share")],
      ...[column("peak", "number"), column("peak at", "text"), column("model", "text")],
      ...[column("MASE", "number"), column("MASE of seasonal naive", "number")],
    ],
    rows: beside.map((line) => [
      ...[line.label, line.unit, line.last, line.next?.mean ?? null, line.next?.low ?? null, line.next?.high ?? null],
      ...[growthOf(line), line.peak?.value ?? null, peakText(line, result)],
      ...[line.model ?? line.reason, line.mase, line.naiveMase],
    ]),
  };
}

const peakText = ({ peak }: ForecastLine, result: ForecastResult): string | null =>
  peak === null ? null : axisTime(peak.period, result).replace("T", " ");

function aheadOf(line: BesideLine, result: ForecastResult): readonly LineChart[] {
  const { ahead, label, unit, past, peak, next, model } = line;
  if (ahead === null || next === null || peak === null) return [];
  const shown = shownSteps(result);
  const x = timeAxis([...result.past.periods.slice(-shown), ...result.future], result);
  const [band] = result.total.bands;
  const low = [...nulls(shown), ...ahead.low];
  const high = [...nulls(shown), ...ahead.high];
  const title = `${label}: ${formatQuantity(next.mean, unit)}${line.together === "sum" ? "" : ` per ${result.grain}`} expected, at most in ${peakText(line, result)}`;
  return [
    {
      kind: "line",
      title,
      subtitle: `${model} is used; MASE ${line.mase?.toFixed(2) ?? "undetermined"}`,
      alt: `${label} over time with a forecast of ${spanText(result)}: ${title}.`,
      x,
      y: { label, unit, scale: "linear" },
      series: [
        { label, role: "main", values: [...past.slice(-shown), ...nulls(result.future.length)], band: null },
        {
          label: "forecast",
          role: "main",
          values: [...nulls(shown), ...ahead.mean],
          band: band === undefined ? null : { label: `${percentText(band.level)} interval`, low, high },
        },
      ],
      openFrom: shown,
      openNote: "forecast",
      marks: eventMarks(result.events, x),
      rules: [],
    },
  ];
}

/** A table of the values of dimensions for each metric; nothing without dimensions. */
export function valuesTable(result: ForecastResult): readonly TableChart[] {
  const { lines } = result;
  return [...new Set(lines.map(({ metric }) => metric))].map((metric) =>
    tableOf(
      lines.filter((line) => line.metric === metric),
      result,
    ),
  );
}

function tableOf(lines: readonly ForecastLine[], result: ForecastResult): TableChart {
  const { dimensions, grain, beside } = result;
  const { label = "", unit = null, together = "sum" } = lines[0] ?? {};
  const of = together === "sum" ? "" : `, mean per ${grain}`;
  const whose = beside.length === 0 ? "" : `${label}: `;
  return {
    kind: "table",
    title: `${whose}${lines.filter(({ reason }) => reason === null).length.toLocaleString("en-US")} of ${lines.length.toLocaleString("en-US")} values of ${dimensions.join(" · ")} have a forecast`,
    subtitle: `each judged by itself; the next ${spanText(result)} beside the last ones${of}`,
    alt: `Forecast of ${label} for each value, its interval, and the error of its model in the past.`,
    columns: [
      ...[column(dimensions.join(" · "), "text"), column("model", "text")],
      ...[column("last", "number", unit), column("next", "number", unit), column("growth", "change", "share")],
      ...[column("low", "number", unit), column("high", "number", unit)],
      ...[column("peak", "number", unit), column("peak at", "text")],
      ...[column("MASE", "number"), column("MASE of seasonal naive", "number")],
    ],
    rows: lines.map((line) => [
      ...[line.keys.join(" · "), line.model ?? line.reason, line.last, line.next?.mean ?? null, growthOf(line)],
      ...[line.next?.low ?? null, line.next?.high ?? null, line.peak?.value ?? null, peakText(line, result)],
      ...[line.mase, line.naiveMase],
    ]),
  };
}
