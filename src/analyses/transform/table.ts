import type { ResultTable } from "../analysis.ts";
import type { TransformResult } from "./compute.ts";

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
      ],
      text("note"),
    ],
    rows: columns.flatMap(({ column, lines, best }) =>
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
          reason ?? (name === best ? "offered" : null),
        ],
      ]),
    ),
  };
}
