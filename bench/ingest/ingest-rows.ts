import { AppError } from "../../src/core/errors.ts";
import type { Measured } from "../measured-process.ts";
import { type BenchRow, benchRow } from "../result.ts";
import type { PlainParquet } from "./plain-parquet.ts";
import type { TidemarkIngest } from "./tidemark-ingest.ts";

export interface IngestRuns {
  readonly name: string;
  readonly own: Measured<TidemarkIngest>;
  readonly plain: Measured<PlainParquet>;
  /** What the plain script does and leaves out. */
  readonly plainName: string;
  readonly input: { readonly kind: string; readonly bytes: number; readonly rows: number };
}

/** The rows of an ingest case. @throws AppError INTERNAL when the two sides do not hold the same number of rows */
export function ingestRows({ name, own, plain, plainName, input }: IngestRuns): readonly BenchRow[] {
  const { rowsRead, kept, duplicates, quarantined, lakeBytes } = own.output;
  if (kept !== plain.output.rows || rowsRead !== input.rows) {
    throw new AppError(
      "INTERNAL",
      `${name}: ${rowsRead} of ${input.rows} rows read and ${kept} kept, but plain SQL keeps ${plain.output.rows}`,
      { hint: "the two sides do not do the same work: their times cannot be compared" },
    );
  }
  const row = (metric: string, unit: BenchRow["unit"], [value, reference]: readonly [number, number]): BenchRow =>
    benchRow({ case: name, metric, value, unit }, { name: plainName, value: reference });
  return [
    row("time", "s", [own.seconds, plain.seconds]),
    row("speed", "rows/s", [rowsRead / own.seconds, rowsRead / plain.seconds]),
    row("peak RSS", "bytes", [own.peakRssBytes, plain.peakRssBytes]),
    row("lake", "bytes", [lakeBytes, plain.output.bytes]),
    benchRow(
      { case: name, metric: "lake against input", value: lakeBytes, unit: "bytes" },
      { name: input.kind, value: input.bytes },
    ),
    row("rows kept", "rows", [kept, plain.output.rows]),
    benchRow(
      { case: name, metric: "rows read", value: rowsRead, unit: "rows" },
      { name: "rows written by the generator", value: input.rows },
    ),
    benchRow({ case: name, metric: "duplicates removed", value: duplicates, unit: "rows" }),
    benchRow({ case: name, metric: "rows quarantined", value: quarantined, unit: "rows" }),
  ];
}
