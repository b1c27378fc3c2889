import type { Estimate } from "../../stats/inference.ts";
import type { ResultTable } from "../analysis.ts";
import type { TransformResult } from "./compute.ts";

const bounds = (estimate: Estimate | undefined): readonly (number | null)[] => [
  estimate?.value ?? null,
  estimate?.interval?.low ?? null,
  estimate?.interval?.high ?? null,
];

/** One row per column and transform, exact values. */
export function transformTable({ columns }: TransformResult): ResultTable {
  const number = (name: string) => ({ name, type: "number" }) as const;
  const text = (name: string) => ({ name, type: "text" }) as const;
  return {
    columns: [
      ...[
        text("column"),
        text("transform"),
        number("lambda"),
        number("lambda_low"),
        number("lambda_high"),
        number("n"),
        number("skewness"),
        number("kurtosis"),
        ...["log_mean", "log_mean_low", "log_mean_high", "log_sd", "log_sd_low", "log_sd_high"].map(number),
      ],
      text("note"),
    ],
    rows: columns.flatMap(({ column, lines, best, logarithms }) =>
      lines.map(({ name, lambda, interval, n, skewness, kurtosis, reason }) => [
        ...[
          column,
          name,
          lambda,
          interval?.low ?? null,
          interval?.high ?? null,
          n,
          skewness,
          kurtosis,
          ...(name === "none" && logarithms?.status === "ok"
            ? [logarithms.mean, logarithms.sd]
            : [undefined, undefined]
          ).flatMap(bounds),
          reason ?? (name === best ? "offered" : null),
        ],
      ]),
    ),
  };
}
