import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { count } from "../../quality/wording.ts";
import type { NumberSummary } from "./numbers.ts";
import type { SectionName } from "./params.ts";
import type { TableLine } from "./section.ts";

const show = (x: number | null, unit: string | null = null): string => (x === null ? "none" : formatQuantity(x, unit));

/** What a column is called in a sentence: `duration_s` in seconds is the duration. */
const nameOf = (column: string, unit: string | null): string =>
  unit === "s" ? column.replace(/_s$/, "").replaceAll("_", " ") : column;

export interface NumberWords {
  /** What has the number: events, rows, sessions. */
  readonly noun: string;
  readonly unit: string | null;
}

/** A histogram of each column that has more than one value. */
export function numbersCharts(summaries: readonly NumberSummary[], words: NumberWords): readonly ChartSpec[] {
  return summaries.filter(({ bins }) => bins.length > 0).map((summary) => histogram(summary, words));
}

function histogram(summary: NumberSummary, { noun, unit }: NumberWords): ChartSpec {
  const { column, n, nulls, scale, bins, below, above, mean, percentiles } = summary;
  const outside = [
    ...(below > 0 ? [`${count(below)} lie below the bins`] : []),
    ...(above > 0 ? [`${count(above)} above`] : []),
  ].join(", ");
  const { p50, p95 } = percentiles;
  return {
    kind: "histogram",
    title: `${nameOf(column, unit)}: half of the values are at most ${show(p50, unit)}, 95 % at most ${show(p95, unit)}`,
    subtitle: [`n = ${count(n)} ${noun}`, nulls === 0 ? "" : `${count(nulls)} without a value`, outside]
      .filter((part) => part !== "")
      .join("; "),
    alt: bins.map(({ from, to, count: c }) => `${show(from)} to ${show(to)}: ${count(c)}`).join("; "),
    x: { label: column, unit, scale },
    count: { label: noun, unit: null },
    bins: [...bins],
    marks: [
      ...(p50 === null || (scale === "log" && p50 <= 0) ? [] : [{ at: p50, label: "median" }]),
      ...(mean === null || (scale === "log" && mean <= 0) ? [] : [{ at: mean, label: "mean" }]),
    ],
  };
}

export function numbersFindings(summaries: readonly NumberSummary[], { noun, unit }: NumberWords): readonly Finding[] {
  return summaries.flatMap(({ column, n, mean, sd, negatives, zeros, percentiles: { p50, p95 } }) => {
    if (n === 0 || p50 === null) return [];
    const odd = [
      ...(negatives > 0 ? [`${count(negatives)} are negative`] : []),
      ...(zeros > 0 ? [`${count(zeros)} are 0`] : []),
    ];
    const text = `${nameOf(column, unit)} of ${count(n)} ${noun}: median ${show(p50, unit)}, mean ${show(mean, unit)}, standard deviation ${show(sd, unit)}, 95th percentile ${show(p95, unit)}${odd.length === 0 ? "" : `; ${odd.join(", ")}`}.`;
    return [{ text, effect: p50, interval: null, n }];
  });
}

export function numbersTable(summaries: readonly NumberSummary[], section: SectionName): readonly TableLine[] {
  return summaries.flatMap((summary) => {
    const { column, n, nulls, nullShare, percentiles, bins } = summary;
    const line = (key: string, value: number | null, share: number | null = null): TableLine => ({
      section,
      key,
      name: column,
      value,
      share,
      n,
    });
    return [
      line("n", n),
      line("nulls", nulls, nullShare),
      ...(["sum", "mean", "sd", "min", "max", "zeros", "negatives"] as const).map((key) => line(key, summary[key])),
      ...Object.entries(percentiles).map(([key, value]) => line(key, value)),
      ...bins.map(({ from, to, count: c }) => ({
        ...line("histogram", c, n === 0 ? null : c / n),
        name: `${column} ${Number(from.toPrecision(6))}-${Number(to.toPrecision(6))}`,
      })),
    ];
  });
}
