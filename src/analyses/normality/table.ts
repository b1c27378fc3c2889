import type { ResultTable } from "../analysis.ts";
import type { NormalityResult } from "./compute.ts";

/** One row per column and group, exact values. */
export function normalityTable({ lines }: NormalityResult): ResultTable {
  const text = (name: string) => ({ name, type: "text" }) as const;
  const number = (name: string) => ({ name, type: "number" }) as const;
  return {
    columns: [
      ...[text("column"), text("group"), number("n"), number("missing"), number("mean"), number("sd")],
      ...[number("skewness"), number("kurtosis"), text("test"), number("used"), number("statistic"), number("p")],
      ...[number("adjusted_p"), text("normal"), number("straightness")],
    ],
    rows: lines.map(({ column, group, rows, n, mean, sd, skewness, kurtosis, test, normal, reason, plot }) => [
      ...[column, group, n, rows - n, mean, sd, skewness, kurtosis],
      ...[test?.method ?? reason, test?.used ?? null, test?.statistic ?? null, test?.pValue ?? null],
      ...[
        test?.adjusted ?? null,
        normal === null ? null : normal ? "not rejected" : "rejected",
        plot?.straightness ?? null,
      ],
    ]),
  };
}
