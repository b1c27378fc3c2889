import type { ChartSpec } from "../../contract/chart-spec.ts";
import { histogramChart } from "../histogram-bins.ts";
import { shownCount, shownNumber } from "../lab-words.ts";
import type { BinResult } from "./compute.ts";

const METHODS: Readonly<Record<BinResult["method"], string>> = {
  median: "a split at the median",
  quantiles: "bins of as equal counts as ties allow",
  equal: "bins of equal width",
  fixed: "bins between given cuts",
  jenks: "natural breaks (Jenks)",
};

export function binSentence({ column, lines, cuts }: BinResult): string {
  return `${column} in ${lines.length} bins, parted at ${cuts.map(shownNumber).join(", ")}`;
}

/** Counts by bin, the distribution with its cuts, and the mean of another column by bin where one is asked for. */
export function binCharts(result: BinResult): readonly ChartSpec[] {
  const { column, lines, method, n, sampled, values } = result;
  const category = { label: `bin of ${column}`, values: lines.map(({ label }) => label) };
  const bars = { kind: "bars", direction: "horizontal", layout: "grouped", category, rules: [] } as const;
  const counted = sampled === null ? "rows" : "sampled values";
  const of = sampled === null ? "" : `${shownCount(sampled)} sampled of `;
  const counts: ChartSpec = {
    ...bars,
    title: binSentence(result),
    subtitle: `${of}${shownCount(n)} values; ${METHODS[method]}; a bin holds values above its lower cut up to its upper one`,
    alt: `${sampled === null ? "Rows" : "Sampled values"} by bin of ${column}: ${lines.map(({ label, n: count }) => `${label} ${count}`).join("; ")}.`,
    value: { label: counted, unit: null },
    series: [{ label: counted, values: lines.map(({ n: count }) => count), interval: null }],
  };
  const means: readonly ChartSpec[] =
    values === null || lines.every(({ value }) => value === null)
      ? []
      : [
          {
            ...bars,
            title: `Mean ${values.column} by bin of ${column}`,
            subtitle: "with 95 % intervals; an association, not an effect",
            alt: `Mean ${values.column} with interval in each bin of ${column}.`,
            value: { label: `mean ${values.column}`, unit: values.unit },
            series: [
              {
                label: `mean ${values.column}`,
                values: lines.map(({ value }) => value?.mean ?? null),
                interval: {
                  label: "95 % interval",
                  low: lines.map(({ value }) => value?.interval?.low ?? null),
                  high: lines.map(({ value }) => value?.interval?.high ?? null),
                },
              },
            ],
          },
        ];
  return [counts, ...distribution(result), ...means];
}

function distribution({ bins, cuts, column, unit, n }: BinResult): readonly ChartSpec[] {
  if (bins === null) return [];
  return [
    histogramChart(bins, {
      title: `${column} and where its bins part`,
      subtitle: `${shownCount(n)} values`,
      alt: `Histogram of ${column} with ${cuts.length} cuts.`,
      ...{ label: column, unit, marks: cuts.map((at) => ({ at, label: shownNumber(at) })) },
    }),
  ];
}
