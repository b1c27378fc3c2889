import type { ResultTable } from "../analysis.ts";
import type { StorageResult } from "./compute.ts";

/** One row per column of the lake, exact values. */
export function storageTable({ columns }: StorageResult): ResultTable {
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  return {
    columns: [
      text("source"),
      text("column"),
      text("from"),
      text("how"),
      text("type"),
      text("stored"),
      text("encodings"),
      text("codecs"),
      number("values"),
      number("text_bytes_per_value"),
      number("encoded_bytes"),
      number("lake_bytes"),
    ],
    rows: columns.map((c) => [
      c.source,
      c.column,
      c.from,
      c.how,
      c.type,
      c.stored.join(" "),
      c.encodings.join(" "),
      c.codecs.join(" "),
      c.values,
      c.textBytesPerValue,
      c.encodedBytes,
      c.lakeBytes,
    ]),
  };
}
