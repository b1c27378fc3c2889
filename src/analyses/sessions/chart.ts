import type { BarsChart } from "../../contract/chart-spec/bars.ts";
import type { LineChart } from "../../contract/chart-spec/line.ts";
import type { TableChart } from "../../contract/chart-spec/table.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { formatQuantity, humanize } from "../../core/quantity.ts";
import { openFrom } from "../open-from.ts";
import type { SessionsLine, SessionsResult } from "./compute.ts";
import { sessionsSentence } from "./findings.ts";

/** How long sessions last, where they begin and end, how they develop, and what another gap would make of them. */
export function sessionsCharts(result: SessionsResult): readonly ChartSpec[] {
  const { dimension, lines, entries, exits } = result;
  return [
    durationsChart(result),
    ...(dimension === null
      ? []
      : [linesTable(lines, [dimension.label, `Sessions by ${dimension.label} of the first event`], result)]),
    linesTable(entries, ["first event", "Where sessions begin"], result),
    linesTable(exits, ["last event", "Where sessions end"], result),
    ...trendCharts(result),
    ...sensitivityTable(result),
  ];
}

const subtitle = ({ rule, days, total }: SessionsResult): string =>
  `${rule}; ${humanize(total.sessions)} sessions that begin from ${days.from} to ${days.to} (exclusive), each counted once`;

const classText = ({ from, to }: { readonly from: number; readonly to: number | null }): string =>
  to === null
    ? `${formatQuantity(from, "s")} and more`
    : from === 0
      ? `under ${formatQuantity(to, "s")}`
      : `${formatQuantity(from, "s")} to ${formatQuantity(to, "s")}`;

function durationsChart(result: SessionsResult): BarsChart {
  const { durations } = result;
  return {
    kind: "bars",
    title: sessionsSentence(result),
    subtitle: subtitle(result),
    alt: `Number of sessions by duration, from ${classText(durations[0] ?? { from: 0, to: 1 })} to ${classText(durations.at(-1) ?? { from: 0, to: null })}.`,
    direction: "vertical",
    layout: "grouped",
    category: { label: "duration", values: durations.map(classText) },
    value: { label: "sessions", unit: "sessions" },
    series: [{ label: "sessions", values: durations.map(({ n }) => n), interval: null }],
    rules: [],
  };
}

const column = (label: string, unit: string | null, show: "text" | "number" | "bar") => ({
  label,
  unit,
  show,
  good: "neutral" as const,
});

function linesTable(
  lines: readonly SessionsLine[],
  [label, title]: readonly [string, string],
  result: SessionsResult,
): TableChart {
  const row = ({
    value,
    sessions,
    share,
    single,
    meanSeconds,
    medianSeconds,
    meanEvents,
  }: SessionsLine): TableChart["rows"][number] => [
    value ?? "all",
    sessions,
    share,
    single.value,
    medianSeconds,
    meanSeconds,
    meanEvents,
  ];
  return {
    kind: "table",
    title,
    subtitle: subtitle(result),
    alt: `${title}: ${lines.map(({ value, share }) => `${value} ${formatQuantity(share, "share")}`).join(", ")}.`,
    columns: [
      column(label, null, "text"),
      column("sessions", null, "bar"),
      column("share", "share", "number"),
      column("single event", "share", "number"),
      column("median duration", "s", "number"),
      column("mean duration", "s", "number"),
      column("events per session", null, "number"),
    ],
    rows: lines.map(row),
    total: row(result.total),
  };
}

function trendCharts(result: SessionsResult): readonly LineChart[] {
  const { trend, grain } = result;
  if (trend.length < 2) return [];
  const x = { scale: "time" as const, label: grain, grain, values: trend.map(({ period }) => period) };
  const rest = {
    kind: "line" as const,
    subtitle: subtitle(result),
    x,
    openFrom: openFrom(trend),
    marks: [],
    rules: [],
  };
  return [
    {
      ...rest,
      title: `Sessions by ${grain}`,
      alt: `Number of sessions that begin in each ${grain}.`,
      y: { label: "sessions", unit: "sessions", scale: "linear" },
      series: [{ label: "sessions", role: "main", values: trend.map(({ sessions }) => sessions), band: null }],
    },
    {
      ...rest,
      title: `Sessions of a single event by ${grain}`,
      alt: `Share of sessions with a single event in each ${grain}, with 95 % intervals.`,
      y: { label: "single event", unit: "share", scale: "linear" },
      series: [
        {
          label: "single event",
          role: "main",
          values: trend.map(({ single }) => single.value),
          band: {
            label: "95 % interval",
            low: trend.map(({ single }) => single.interval?.low ?? null),
            high: trend.map(({ single }) => single.interval?.high ?? null),
          },
        },
      ],
    },
  ];
}

function sensitivityTable({ sensitivity, rule }: SessionsResult): readonly TableChart[] {
  if (sensitivity === null) return [];
  return [
    {
      kind: "table",
      title: "What another gap would make of the same events",
      subtitle: `every session ends after the gap; shown above: ${rule}`,
      alt: `Sessions, share of single events and mean duration for gaps of ${sensitivity.lines.map(({ minutes }) => minutes).join(", ")} minutes.`,
      columns: [
        column("gap", "s", "number"),
        column("sessions", null, "bar"),
        column("single event", "share", "number"),
        column("mean duration", "s", "number"),
      ],
      rows: sensitivity.lines.map(({ minutes, sessions, single, meanSeconds }) => [
        minutes * 60,
        sessions,
        single.value,
        meanSeconds,
      ]),
    },
  ];
}
