import type { CancelSignal } from "../core/signal.ts";
import { literal, raw, type Sql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";
import type { QuarantinedRow } from "./quarantine.ts";
import { type ReaderInput, readerSql, recordableRejects } from "./readers.ts";
import { type StagingInput, stagingQuery } from "./staging-plan.ts";

export interface StageInput {
  readonly reader: ReaderInput;
  /** For Parquet, the relation that reads the file. */
  readonly parquet: Sql | null;
  readonly staging: StagingInput;
  readonly tmpDir: string;
  readonly signal?: CancelSignal | undefined;
  readonly onPercent?: ((percent: number) => void) | undefined;
}

/** A file as typed Parquet in file order, with the rows that did not make it. */
export interface StagedFile {
  /** Relation of all staged rows: lake columns, the misfit column and `file_row_number`. */
  readonly relation: string;
  /** Rows in the staging file, misfits included. */
  readonly stagedRows: number;
  /** Records that the reader refused: wrong width, bad quotes, not an object. */
  readonly refused: readonly RefusedRecord[];
  /** How many records were refused, however many of them are listed. */
  readonly refusedCount: number;
  /** True when the reader stopped recording what it refuses: there may be more. */
  readonly refusedCut: boolean;
}

export interface RefusedRecord {
  /** First byte of the record (from 0), or null where the format counts records (JSON). */
  readonly byte: number | null;
  readonly row: QuarantinedRow;
}

/** Reads a CSV or Parquet file into `<tmpDir>/staging.parquet`: typed, in file order, every row that the reader accepts. */
export async function stageFile(warehouse: Warehouse, input: StageInput): Promise<StagedFile> {
  const path = `${input.tmpDir}/staging.parquet`;
  if (input.reader.format === "csv") return stageCsv(warehouse, input, path);
  const stagedRows = await copyTo(path, warehouse, input);
  return { relation: stagedRelation([{ path, rows: stagedRows }]), stagedRows, ...NOTHING_REFUSED };
}

const NOTHING_REFUSED = { refused: [], refusedCount: 0, refusedCut: false } as const;

interface StagingFile {
  readonly path: string;
  readonly rows: number;
}

/** Relation of the rows of staging files one after the other; `file_row_number` counts through them. */
export function stagedRelation(files: readonly StagingFile[]): string {
  const paths = files.map(({ path }) => literal(path)).join(", ");
  const read = `read_parquet([${paths}], file_row_number = true)`;
  if (files.length === 1) return read;
  const before: number[] = [];
  for (const { rows } of files.slice(0, -1)) before.push((before.at(-1) ?? 0) + rows);
  return `(select * replace (file_row_number + [0, ${before.join(", ")}][cast(file_index as bigint) + 1] as file_row_number) from ${read})`;
}

/**
 * Types what the reader delivers and writes it to a file; returns the number of rows. The file lives for seconds, so
 * compressing it well would cost more than it saves; row groups are small so that every thread gets some to write.
 */
export async function copyTo(
  path: string,
  warehouse: Warehouse,
  { reader, staging, parquet, signal, onPercent }: StageInput,
): Promise<number> {
  return warehouse.exec(
    sql`copy (${stagingQuery(staging, parquet ?? sql`(from ${readerSql(reader)})`)}) to ${raw(literal(path))}
      (format parquet, parquet_version v2, compression lz4_raw, row_group_size 20480)`,
    { signal, onPercent },
  );
}

async function stageCsv(warehouse: Warehouse, input: StageInput, path: string): Promise<StagedFile> {
  await warehouse.exec(sql`drop table if exists reject_errors`);
  await warehouse.exec(sql`drop table if exists reject_scans`);
  const stagedRows = await copyTo(path, warehouse, input);
  const { rows: counted } = await warehouse.table(
    sql`select count(distinct line_byte_position), count(*) from reject_errors`,
  );
  const refusedCount = Number(counted[0]?.[0] ?? 0);
  const refusedCut = Number(counted[0]?.[1] ?? 0) >= recordableRejects(input.reader);
  const limit = raw(String(input.reader.maxRejects + 1));
  const { rows } = await warehouse.table(
    sql`select line_byte_position, arg_min(column_name, column_idx), arg_min(cast(error_type as varchar), column_idx),
        arg_min(error_message, column_idx), arg_min(csv_line, column_idx)
      from reject_errors group by all order by line_byte_position limit ${limit}`,
  );
  const refused = rows.map(([byte, column, type, message, line]): RefusedRecord => {
    const reason = `${String(type).toLowerCase()}: ${String(message ?? "").split("\n")[0]}`;
    return {
      byte: Number(byte) - 1,
      row: { line: 0, column: column === null ? null : String(column), reason, raw: String(line ?? "") },
    };
  });
  return { relation: stagedRelation([{ path, rows: stagedRows }]), stagedRows, refused, refusedCount, refusedCut };
}
