import type { ResultTable } from "../analysis.ts";
import type { CapacityResult } from "./compute.ts";

/** One row per step with the probabilities; without a limit one row per quiet window. */
export function capacityTable({ metric, future, total, limit, quiet }: CapacityResult): ResultTable {
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  if (limit === null && quiet.length > 0)
    return {
      columns: [text("metric"), text("from"), text("to"), ...["expected", "low_90", "high_90", "quietest"].map(number)],
      rows: quiet.map(({ from, to, sum, quietest }) => [metric, from, to, sum.mean, sum.low, sum.high, quietest]),
    };
  return {
    columns: [text("metric"), text("period"), ...["forecast", "beyond", "crossed"].map(number)],
    rows: future.map((period, i) => [
      ...[metric, period, total.mean[i] ?? null, limit?.beyond[i] ?? null, limit?.crossed[i] ?? null],
    ]),
  };
}
