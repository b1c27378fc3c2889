import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { DroppedRows } from "../contract/load-run.ts";
import type { LakeColumn } from "../contract/manifest.ts";
import { literal, raw, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";

/** A row that could not be loaded, with where it stands and why. */
export interface QuarantinedRow {
  /** Physical line of a text file; record number of a JSON array. */
  readonly line: number;
  readonly column: string | null;
  readonly reason: string;
  /** The offending text: the value where one is at fault, else the whole record. */
  readonly raw: string;
}

const MOST_REASONS = 20;

/** Quarantined rows by what is wrong, values left out: the most frequent reasons, then the rest together. */
export function reasonCounts(rows: readonly QuarantinedRow[]): readonly DroppedRows[] {
  const counts = new Map<string, number>();
  for (const { column, reason } of rows) {
    const what = reason.replace(/^".*" (?=is not|does not)/s, "").replace(/ \(the type was inferred.*$|:.*$/s, "");
    const text = column === null ? what : `${column}: ${what}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const rest = sorted.slice(MOST_REASONS).reduce((sum, [, n]) => sum + n, 0);
  const shown = sorted.slice(0, MOST_REASONS).map(([reason, n]) => ({ reason, rows: n }));
  return rest === 0 ? shown : [...shown, { reason: "other reasons", rows: rest }];
}

const TEXT_COLUMNS = ["source", "file", "column_name", "reason", "raw"] as const;

/** Columns of a quarantine part, in order. */
export const QUARANTINE_COLUMNS: readonly LakeColumn[] = [
  { name: "source", logical: "text", physical: "varchar" },
  { name: "file", logical: "text", physical: "varchar" },
  { name: "line", logical: "integer", physical: "bigint" },
  { name: "column_name", logical: "text", physical: "varchar" },
  { name: "reason", logical: "text", physical: "varchar" },
  { name: "raw", logical: "text", physical: "varchar" },
];

export interface QuarantineTarget {
  readonly source: string;
  readonly file: string;
  /** Folder for the intermediate text, and the Parquet file to write. */
  readonly tmpDir: string;
  readonly path: string;
}

/** Writes quarantined rows to a Parquet file. */
export async function writeQuarantine(
  warehouse: Warehouse,
  rows: readonly QuarantinedRow[],
  { source, file, tmpDir, path }: QuarantineTarget,
): Promise<void> {
  const lines = `${tmpDir}/quarantine.ndjson`;
  function* records(): Generator<string> {
    for (const { line, column, reason, raw: text } of rows) {
      const record = { source, file, line, column_name: column, reason, raw: text.toWellFormed() };
      yield `${JSON.stringify(record)}\n`;
    }
  }
  await pipeline(records, createWriteStream(lines));
  const columns = `{${[...TEXT_COLUMNS.map((name) => `${name}: 'VARCHAR'`), "line: 'BIGINT'"].join(", ")}}`;
  await warehouse.exec(
    sql`copy (select source, file, line, column_name, reason, raw from read_json(${raw(literal(lines))},
      format = 'newline_delimited', columns = ${raw(columns)}, maximum_object_size = 67108864) order by line)
      to ${raw(literal(path))} (format parquet, compression zstd)`,
  );
}
