import type { ResultTable } from "../analysis.ts";
import type { RegressResult } from "./regressed.ts";

/** One row per coefficient, exact values. */
export function regressTable({ lines }: RegressResult): ResultTable {
  const number = (name: string) => ({ name, type: "number" as const });
  const names = [
    ...["value", "se", "classical_se", "low", "high", "p_value", "ratio", "ratio_low", "ratio_high", "vif"],
  ];
  return {
    columns: [{ name: "column", type: "text" }, ...names.map(number)],
    rows: lines.map((line) => [
      ...[line.name, line.value, line.se, line.classicalSe, line.interval.low, line.interval.high, line.pValue],
      ...[line.ratio?.value ?? null, line.ratio?.interval.low ?? null, line.ratio?.interval.high ?? null],
      line.inflation,
    ]),
  };
}
