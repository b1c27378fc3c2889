import type { ResultTable } from "../analysis.ts";
import type { TimeseriesResult } from "./compute.ts";
import { periodText } from "./words.ts";

/** One row per period: the value, its parts, and the changes; then a column for each metric beside it. */
export function timeseriesTable(result: TimeseriesResult): ResultTable {
  const { observed, parts, changes, filled, beside, metric } = result;
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  const seasons = parts.status === "ok" ? parts.seasons : [];
  const [trend, remainder] = parts.status === "ok" ? [parts.trend, parts.remainder] : [[], []];
  const points = changes?.status === "ok" ? changes.points : [];
  const shifts = new Map(points.map(({ period, shift }) => [period, shift]));
  const others = beside.map(
    (one) => new Map(one.observed.periods.map((period, i) => [period, one.observed.values[i]])),
  );
  const made = new Set(filled);
  return {
    columns: [
      text("period"),
      number(metric),
      text("filled"),
      number("trend"),
      ...seasons.map(({ period }) => number(`season_${period}`)),
      number("remainder"),
      number("shift"),
      ...beside.map((one) => number(one.metric)),
    ],
    rows: observed.periods.map((period, i) => [
      periodText(period, result),
      observed.values[i] ?? null,
      made.has(period) ? "filled" : "",
      trend[i] ?? null,
      ...seasons.map(({ values }) => values[i] ?? null),
      remainder[i] ?? null,
      shifts.get(period) ?? null,
      ...others.map((values) => values.get(period) ?? null),
    ]),
  };
}
