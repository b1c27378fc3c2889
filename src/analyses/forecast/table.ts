import type { ResultTable } from "../analysis.ts";
import { methodText } from "../method-text.ts";
import type { ForecastLine, ForecastResult } from "./compute.ts";
import { growthOf } from "./words.ts";

/**
 * One row per step: as many as are forecast of what was, then the forecast. With `by` one row per value, else with several
 * metrics one per metric.
 */
export function forecastTable(result: ForecastResult): ResultTable {
  const { lines, beside } = result;
  if (lines.length > 0) return linesTable(lines, result);
  return beside.length > 0 ? linesTable(beside, result) : stepsTable(result);
}

const text = (name: string) => ({ name, type: "text" as const });
const number = (name: string) => ({ name, type: "number" as const });

function stepsTable({ metric, past, future, total }: ForecastResult): ResultTable {
  const { bands, mean } = total;
  const method = methodText(total);
  const percent = (level: number): string => String(Number((100 * level).toFixed(1))).replace(".", "_");
  const ends = bands.flatMap(({ level }) => [number(`low_${percent(level)}`), number(`high_${percent(level)}`)]);
  return {
    columns: [text("metric"), text("period"), number("actual"), number("forecast"), ...ends, text("model")],
    rows: [
      ...past.periods
        .map((period, i) => [metric, period, past.values[i] ?? null, null, ...ends.map(() => null), ""])
        .slice(-future.length),
      ...future.map((period, i) => [
        ...[metric, period, null, mean[i] ?? null],
        ...bands.flatMap(({ low, high }) => [low[i] ?? null, high[i] ?? null]),
        method,
      ]),
    ],
  };
}

function linesTable(lines: readonly ForecastLine[], result: ForecastResult): ResultTable {
  const dimensions = lines === result.lines ? result.dimensions : [];
  return {
    columns: [
      ...[text("metric"), ...dimensions.map(text), text("model"), number("last"), number("next")],
      ...[number("low_90"), number("high_90"), number("growth"), number("peak"), text("peak_at")],
      ...[number("mase"), number("naive_mase"), text("reason")],
    ],
    rows: lines.map((line) => {
      const { metric, keys, model, last, next, peak, mase, naiveMase, reason } = line;
      return [
        ...[metric, ...dimensions.map((_, i) => keys[i] ?? null), model, last, next?.mean ?? null],
        ...[next?.low ?? null, next?.high ?? null, growthOf(line), peak?.value ?? null, peak?.period ?? null],
        ...[mase, naiveMase, reason],
      ];
    }),
  };
}
