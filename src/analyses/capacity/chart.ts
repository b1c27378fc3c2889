import type { LineChart } from "../../contract/chart-spec/line.ts";
import type { TableChart } from "../../contract/chart-spec/table.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { eventMarks } from "../event-marks.ts";
import { learnedText, usedText } from "../method-text.ts";
import type { CapacityResult } from "./compute.ts";
import { limitText, percentText, quietText, stepText } from "./words.ts";

/** The forecast beside the limit, the probability of crossing it, and the quietest windows. */
export function capacityCharts(result: CapacityResult): readonly ChartSpec[] {
  return [ahead(result), ...crossing(result), ...quietWindows(result)];
}

const PAST_SHOWN = 3;
const FEWEST_SHOWN = 60;

const nulls = (count: number): readonly null[] => new Array<null>(count).fill(null);

function timeAxis(periods: readonly string[], result: CapacityResult): LineChart["x"] {
  const { grain } = result;
  const values = periods.map((period) => stepText(period, result).replace(" ", "T"));
  return { scale: "time", label: grain, grain, values };
}

function titleOf(result: CapacityResult): string {
  const [quietest] = result.quiet;
  if (result.limit !== null || quietest === undefined) return limitText(result);
  return `Quietest: ${quietText(quietest, result)}`;
}

function ahead(result: CapacityResult): LineChart {
  const { past, future, total, label, unit, limit, quiet } = result;
  const shown = Math.min(past.periods.length, Math.max(FEWEST_SHOWN, PAST_SHOWN * future.length));
  const [band] = total.bands;
  const [quietest] = quiet;
  const x = timeAxis([...past.periods.slice(-shown), ...future], result);
  const quietMark =
    quietest === undefined ? [] : [{ at: stepText(quietest.from, result).replace(" ", "T"), label: "quietest" }];
  return {
    kind: "line",
    title: titleOf(result),
    subtitle: `${usedText(total)}; ${learnedText(total, past.periods.at(-1) ?? "")}`,
    alt: `${label} over time with a forecast of ${future.length} steps: ${titleOf(result)}.`,
    x,
    y: { label, unit, scale: "linear" },
    series: [
      { label, role: "main", values: [...past.values.slice(-shown), ...nulls(future.length)], band: null },
      {
        label: "forecast",
        role: "main",
        values: [...nulls(shown), ...total.mean],
        band:
          band === undefined
            ? null
            : {
                label: `${percentText(band.level)} interval`,
                low: [...nulls(shown), ...band.low],
                high: [...nulls(shown), ...band.high],
              },
      },
    ],
    openFrom: shown,
    marks: [...eventMarks(result.events, x), ...quietMark],
    rules: limit === null ? [] : [{ at: limit.at, label: "limit" }],
  };
}

function crossing(result: CapacityResult): readonly LineChart[] {
  const { limit, future } = result;
  if (limit === null) return [];
  return [
    {
      kind: "line",
      title: limitText(result),
      subtitle: "share of simulated futures beyond the limit in a step, and in any step up to it",
      alt: `Probability of crossing the limit by step: ${limitText(result)}.`,
      x: timeAxis(future, result),
      y: { label: "probability", unit: "share", scale: "linear" },
      series: [
        { label: "crossed by then", role: "main", values: [...limit.crossed], band: null },
        { label: "beyond in the step", role: "comparison", values: [...limit.beyond], band: null },
      ],
      openFrom: null,
      marks: [],
      rules: [{ at: limit.risk, label: "risk" }],
    },
  ];
}

function quietWindows(result: CapacityResult): readonly TableChart[] {
  const { quiet, unit, grain } = result;
  const [first] = quiet;
  if (first === undefined) return [];
  const text = (label: string) => ({ label, unit: null, show: "text" as const, good: "neutral" as const });
  const number = (label: string, of: string | null) => ({
    label,
    unit: of,
    show: "number" as const,
    good: "neutral" as const,
  });
  return [
    {
      kind: "table",
      title: `Quietest: ${quietText(first, result)}`,
      subtitle: `windows of ${first.steps} ${grain}${first.steps === 1 ? "" : "s"} by their expected sum; none overlaps a quieter one`,
      alt: `The quietest windows: ${quiet
        .slice(0, 5)
        .map((window) => quietText(window, result))
        .join("; ")}.`,
      columns: [
        text("from"),
        text("to"),
        number("expected", unit),
        number("low", unit),
        number("high", unit),
        number("quietest of all", "share"),
      ],
      rows: quiet.map(({ from, to, sum, quietest }) => [
        stepText(from, result),
        stepText(to, result),
        sum.mean,
        sum.low,
        sum.high,
        quietest,
      ]),
    },
  ];
}
