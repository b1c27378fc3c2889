import type { ResultTable } from "../analysis.ts";
import type { CorrelateResult } from "./correlated.ts";

/** One row per pair and coefficient, exact values. */
export function correlateTable({ lines }: CorrelateResult): ResultTable {
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  return {
    columns: [
      ...[text("x"), text("y"), text("method"), number("n"), number("value"), number("low"), number("high")],
      ...[number("low_any_shape"), number("high_any_shape")],
      ...[number("p_value"), number("adjusted_p"), text("note")],
    ],
    rows: lines.map((line) => [
      ...[line.x, line.y, line.method, line.n, line.value, line.interval?.low ?? null, line.interval?.high ?? null],
      ...[line.shapeFree?.low ?? null, line.shapeFree?.high ?? null],
      ...[line.pValue, line.adjusted, line.reason ?? (line.sampled ? "on a sample" : "")],
    ]),
  };
}
