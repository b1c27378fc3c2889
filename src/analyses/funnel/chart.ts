import type { BarsChart } from "../../contract/chart-spec/bars.ts";
import type { LineChart } from "../../contract/chart-spec/line.ts";
import type { TableChart } from "../../contract/chart-spec/table.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { TOTAL } from "../../contract/selection.ts";
import { formatQuantity, humanize } from "../../core/quantity.ts";
import { comparisonTable } from "../comparison-words.ts";
import type { FunnelResult } from "./compute.ts";
import { conversionSentence, droppedSentence } from "./findings.ts";
import type { FunnelLine } from "./line.ts";
import { definitionText, stepsText } from "./words.ts";

/** The steps with their shares, when those who convert do so, and how conversion develops by day of entry. */
export function funnelCharts(result: FunnelResult): readonly ChartSpec[] {
  return [
    stepsChart(result),
    ...comparisonTable(result.comparison),
    ...curveChart(result),
    ...trendChart(result),
    ...driversTable(result),
    ...peopleTable(result),
  ];
}

function driversTable({ drivers }: FunnelResult): readonly TableChart[] {
  if (drivers === null || drivers.lines.length === 0) return [];
  const number = (label: string, unit: string | null) => ({ label, unit, show: "number", good: "neutral" }) as const;
  return [
    {
      kind: "table",
      title: "What goes with conversion",
      subtitle: `${drivers.tested} events on the way and values at entry with at least 30 users on both sides, those beyond chance first; associated with, not causes of; p by Benjamini and Hochberg`,
      alt: `Events and values associated with conversion: ${drivers.lines.map(({ name, value }) => `${name} ${value}`.trim()).join(", ")}.`,
      columns: [
        { label: "event or value", unit: null, show: "text", good: "neutral" },
        number("converted with it", "share"),
        number("without it", "share"),
        number("had it, converted", null),
        number("had it, did not", null),
        number("odds ratio", null),
        number("from", null),
        number("to", null),
        number("phi", null),
        number("adjusted p", null),
      ],
      rows: drivers.lines.map(({ kind, name, value, withIt, without, oddsRatio, phi, adjusted }) => [
        kind === "event" ? name : `${name} = ${value}`,
        withIt.value,
        without.value,
        withIt.count,
        withIt.of - withIt.count,
        oddsRatio.value,
        oddsRatio.interval?.low ?? null,
        oddsRatio.interval?.high ?? null,
        phi.value,
        adjusted,
      ]),
    },
  ];
}

function peopleTable({ people, steps, counted }: FunnelResult): readonly TableChart[] {
  if (people === null) return [];
  const label = steps[people.step - 1]?.label ?? "";
  const what = people.outcome === "converted" ? `reached ${label}` : `were lost before ${label}`;
  const title = `${people.total.toLocaleString("en-US")} users ${what}`;
  return [
    {
      kind: "table",
      title,
      subtitle: `the first ${people.users.length} by id; counted: ${counted}`,
      alt: `${title}, the first ${people.users.length} of them by id.`,
      columns: [{ label: "user", unit: null, show: "text", good: "neutral" }],
      rows: people.users.map((user) => [user]),
    },
  ];
}

const SHARE = { label: "share of those who entered", unit: "share" } as const;

function stepsChart(result: FunnelResult): BarsChart {
  const { steps, total, lines, order } = result;
  const shown = lines.length === 0 ? [total] : lines;
  return {
    kind: "bars",
    title: conversionSentence(result),
    subtitle: definitionText(result),
    alt: `Share of those who entered at each step of ${stepsText(result)}. ${droppedSentence(result) ?? ""}`.trim(),
    direction: "vertical",
    layout: "grouped",
    category: {
      label: order === "any" ? "steps done" : "step",
      values: steps.map(({ label, optional }, i) =>
        order === "any" ? `${i + 1} of ${steps.length}` : `${i + 1}. ${label}${optional ? " (optional)" : ""}`,
      ),
    },
    value: SHARE,
    series: shown.map((line) => ({
      label: line.value ?? TOTAL,
      values: line.steps.map(({ ofEntered }) => ofEntered.value),
      interval: {
        label: "95 % interval",
        low: line.steps.map(({ ofEntered }) => ofEntered.interval?.low ?? null),
        high: line.steps.map(({ ofEntered }) => ofEntered.interval?.high ?? null),
      },
    })),
    rules: [],
  };
}

function curveChart(result: FunnelResult): readonly LineChart[] {
  const { curve, total } = result;
  const last = curve.findLast(({ converted }) => converted > 0);
  if (last === undefined) return [];
  const points = curve.filter(({ seconds }) => seconds <= last.seconds);
  return [
    {
      kind: "line",
      title: timeTitle(total),
      subtitle:
        "share of entries that have reached the last step so long after entry: life table, open windows as far as they have been followed; 95 % interval",
      alt: `Share converted by time since entry, up to ${formatQuantity(last.share, "share")} after ${formatQuantity(last.seconds, "s")}.`,
      x: { scale: "log", label: "time since entry", unit: "s", values: points.map(({ seconds }) => seconds) },
      y: { label: "share converted", unit: "share", scale: "linear" },
      series: [
        {
          label: "converted",
          role: "main",
          values: points.map(({ share }) => share),
          band: {
            label: "95 % interval",
            low: points.map(({ interval }) => interval.low),
            high: points.map(({ interval }) => interval.high),
          },
        },
      ],
      openFrom: null,
      marks: [],
      rules: [],
    },
  ];
}

function timeTitle({ time }: FunnelLine): string {
  if (time?.median == null || time.p90 === null) return "Nobody whose window is over has converted";
  return `Half of those who convert take at most ${formatQuantity(time.median, "s")}, nine in ten ${formatQuantity(time.p90, "s")}`;
}

function trendChart(result: FunnelResult): readonly LineChart[] {
  const { trend, grain, total } = result;
  if (trend.length < 2) return [];
  const firstOpen = trend.findIndex(({ open }) => open > 0);
  return [
    {
      kind: "line",
      title: `Conversion by ${grain} of entry: ${total.conversion.value === null ? "undetermined" : formatQuantity(total.conversion.value, "share")} over all`,
      subtitle: `${humanize(total.entered)} ${result.counted}; each ${grain} holds those who entered in it; 95 % interval`,
      alt: `Share of those who entered in each ${grain} that reached the last step.`,
      x: { scale: "time", label: `${grain} of entry`, grain, values: trend.map(({ period }) => period) },
      y: { label: "conversion", unit: "share", scale: "linear" },
      series: [
        {
          label: "conversion",
          role: "main",
          values: trend.map(({ conversion }) => conversion.value),
          band: {
            label: "95 % interval",
            low: trend.map(({ conversion }) => conversion.interval?.low ?? null),
            high: trend.map(({ conversion }) => conversion.interval?.high ?? null),
          },
        },
      ],
      openFrom: firstOpen < 0 ? null : firstOpen,
      marks: [],
      rules: [],
    },
  ];
}
