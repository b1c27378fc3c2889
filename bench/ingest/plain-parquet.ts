import { raw } from "../../src/sql/sql.ts";
import { openDuckDB } from "../../src/warehouse/duckdb/instance.ts";

export interface PlainInput {
  readonly file: string;
  /** Folder for the Parquet files; must not exist. */
  readonly out: string;
  readonly spillDir: string;
}

export interface PlainParquet {
  readonly rows: number;
  readonly bytes: number;
}

/** Writes what a SELECT gives as zstd Parquet partitioned by its column `day`. */
export async function copyByDay(select: string, { out, spillDir }: PlainInput): Promise<PlainParquet> {
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir });
  const { columns, rows } = await warehouse.table(
    raw(`copy (${select}) to '${out}' (format parquet, compression zstd, partition_by (day), return_stats true)`),
  );
  const sum = (name: string): number => {
    const at = columns.findIndex((column) => column.name === name);
    return rows.reduce((total, cells) => total + Number(cells[at]), 0);
  };
  return { rows: sum("count"), bytes: sum("file_size_bytes") };
}
