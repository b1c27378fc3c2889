import type { ResultTable } from "../analysis.ts";
import { shownCount } from "../lab-words.ts";
import type { BinResult } from "./compute.ts";

/** One row per bin, exact values; with a note where the bins count a sample. */
export function binTable({ lines, values, n: all, sampled }: BinResult): ResultTable {
  const number = (name: string) => ({ name, type: "number" }) as const;
  const other = values === null ? [] : ["value_n", "value_mean", "value_sd", "value_low", "value_high"];
  const note = sampled === null ? [] : [`of ${shownCount(sampled)} sampled of ${shownCount(all)} values`];
  return {
    columns: [
      { name: "bin", type: "text" },
      ...["n", "share", "low", "high", "mean", ...other].map(number),
      ...note.map(() => ({ name: "note", type: "text" }) as const),
    ],
    rows: lines.map(({ label, n, share, low, high, mean, value }) => [
      ...[label, n, share, low, high, mean],
      ...(values === null
        ? []
        : [
            value?.n ?? null,
            value?.mean ?? null,
            value?.sd ?? null,
            value?.interval?.low ?? null,
            value?.interval?.high ?? null,
          ]),
      ...note,
    ]),
  };
}
