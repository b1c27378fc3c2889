import type { KeptForecast } from "../../../src/contract/api/forecasts.ts";
import type { LineChart } from "../../../src/contract/chart-spec/line.ts";
import { hourLabel } from "../../../src/core/periods.ts";
import { formatQuantity } from "../../../src/core/quantity.ts";

const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;

/** What was forecast, beside what came. @param made when it was made, for people */
export function actualChart(kept: KeptForecast, made: string): LineChart {
  const { label, unit, grain, timezone, points, changed, came, steps, mae, promised, inside, level } = kept;
  const quantity = (value: number | null): string => (value === null ? "unknown" : formatQuantity(value, unit));
  const title =
    changed.length > 0
      ? `${label}: ${changed.join(", ")} ${changed.length === 1 ? "is" : "are"} defined otherwise since ${made}, so what came is not compared`
      : came === 0
        ? `${label}: nothing of the ${steps} ${grain}s forecast on ${made} has come yet`
        : `${label}: ${came} of ${steps} ${grain}s came, with an error of ${quantity(mae)} where ${quantity(promised)} was promised`;
  const covered = inside === null || level === null ? "" : `; ${percent(inside)} inside the ${percent(level)} interval`;
  return {
    kind: "line",
    title,
    subtitle: `${kept.model}, made ${made}${covered}`,
    alt: `Forecast of ${label} made ${made} beside what came: ${title}.`,
    x: {
      ...{ scale: "time", label: grain, grain },
      values: points.map(({ period }) =>
        grain === "hour" ? hourLabel(Date.parse(period), timezone).replace(" ", "T") : period,
      ),
    },
    y: { label, unit, scale: "linear" },
    series: [
      { label: "actual", role: "main", values: points.map(({ actual }) => actual), band: null },
      {
        ...{ label: "forecast", role: "main" },
        values: points.map(({ mean }) => mean),
        band: {
          label: level === null ? "interval" : `${percent(level)} interval`,
          low: points.map(({ low }) => low),
          high: points.map(({ high }) => high),
        },
      },
    ],
    ...{ openFrom: null, marks: [], rules: [] },
  };
}
