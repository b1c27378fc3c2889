import type { LineChart } from "../../contract/chart-spec/line.ts";
import { formatQuantity, humanize } from "../../core/quantity.ts";
import type { RetentionResult } from "./compute.ts";
import { targetSentence } from "./findings.ts";
import type { SurvivalLine } from "./survival.ts";

/** A target cohort beside its controls, with what stands out marked. */
export function targetCharts({ target, places, grain }: RetentionResult): readonly LineChart[] {
  if (target === null || target.points.length === 0) return [];
  const { points, against } = target;
  const band = (
    pick: (point: (typeof points)[number]) => { readonly interval: { low: number; high: number } | null },
  ) => ({
    label: "95 % interval",
    low: points.map((point) => pick(point).interval?.low ?? null),
    high: points.map((point) => pick(point).interval?.high ?? null),
  });
  return [
    {
      kind: "line",
      title: targetSentence(target, grain) ?? `The cohort of ${target.cohort} beside its controls`,
      subtitle: `${humanize(target.size)} who started with ${target.cohort}; ${target.controls.length} control cohorts together${against === null ? "" : `; ${against.label} of the same ${grain}: ${humanize(against.size)}`}; Wilson's 95 % intervals`,
      alt: `Share retained of the cohort of ${target.cohort} and of its controls by ${grain}s since the start.`,
      x: {
        scale: "linear",
        label: `${grain}s since the start`,
        unit: null,
        values: points.map(({ column }) => places[column] ?? column),
      },
      y: { label: "share retained", unit: "share", scale: "linear" },
      series: [
        {
          label: target.cohort,
          role: "main",
          values: points.map(({ target: own }) => own.value),
          band: band(({ target: own }) => own),
        },
        {
          label: "controls",
          role: "comparison",
          values: points.map(({ controls }) => controls.control.value),
          band: band(({ controls }) => controls.control),
        },
        ...(against === null
          ? []
          : [
              {
                label: against.label,
                role: "comparison" as const,
                values: points.map((point) => point.against?.control.value ?? null),
                band: null,
              },
            ]),
      ],
      openFrom: null,
      marks: points
        .filter(({ echo }) => echo !== null)
        .map(({ column, period }) => ({
          at: places[column] ?? column,
          label: period ?? "stands out",
        })),
      rules: [],
    },
  ];
}

/** Who has not lapsed, by periods since the start. */
export function survivalCharts({ survival, grain }: RetentionResult): readonly LineChart[] {
  if (survival === null) return [];
  const { total, lines, lapse, undetermined } = survival;
  const shown = lines.length === 0 ? [total] : lines;
  const times = [...new Set([0, ...shown.flatMap(({ points }) => points.map(({ periods }) => periods))])].sort(
    (a, b) => a - b,
  );
  const at = ({ points }: SurvivalLine, time: number): SurvivalLine["points"][number] | undefined =>
    points.findLast(({ periods }) => periods <= time);
  const end = (line: SurvivalLine): number => line.points.at(-1)?.periods ?? 0;
  const series = (line: SurvivalLine): LineChart["series"][number] => {
    const steps = times.map((time) => (time > end(line) ? null : (at(line, time) ?? { share: 1, interval: null })));
    return {
      label: line.value,
      role: "main",
      values: steps.map((step) => step?.share ?? null),
      band:
        undetermined === null
          ? {
              label: "95 % interval",
              low: steps.map((step) => step?.interval?.low ?? null),
              high: steps.map((step) => step?.interval?.high ?? null),
            }
          : null,
    };
  };
  return [
    {
      kind: "line",
      title:
        total.median === null
          ? "Fewer than half have lapsed so far"
          : `Half have lapsed after ${formatQuantity(total.median, null)} ${grain}s`,
      subtitle: `${humanize(total.n)} followed; lapsed: ${lapse} ${grain}s in a row without a return; Kaplan-Meier, ${undetermined === null ? "log-log 95 % intervals" : `no intervals: ${undetermined}`}`,
      alt: `Share not lapsed by ${grain}s since the start; ${humanize(total.lapsed)} of ${humanize(total.n)} have lapsed.`,
      x: { scale: "linear", label: `${grain}s since the start`, unit: null, values: times },
      y: { label: "share not lapsed", unit: "share", scale: "linear" },
      series: shown.map(series),
      openFrom: null,
      marks: [],
      rules: [],
    },
  ];
}
