import { AppError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import { joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { repairJson } from "./json-repair.ts";
import { locateRecords } from "./locate-records.ts";
import type { QuarantinedRow } from "./quarantine.ts";
import { type ReaderInput, readerSql, recordableRejects } from "./readers.ts";
import { MISFIT_COLUMN, MISFIT_SEPARATOR, type StagingInput, stagingQuery } from "./staging-plan.ts";

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
  /** For repaired JSON: the record number of each staged row, from 0; else null. */
  readonly recordNumbers: readonly number[] | null;
}

export interface RefusedRecord {
  /** First byte of the record (from 0), or null where the format counts records (JSON). */
  readonly byte: number | null;
  readonly row: QuarantinedRow;
}

/** Reads a file into `<tmpDir>/staging.parquet`: typed, in file order, every row that the reader accepts. */
export async function stageFile(warehouse: Warehouse, input: StageInput): Promise<StagedFile> {
  const { reader, tmpDir } = input;
  if (reader.format === "csv") return stageCsv(warehouse, input);
  if (reader.format === "parquet") return plain(tmpDir, await copy(warehouse, input, [reader]));
  try {
    return plain(tmpDir, await copy(warehouse, input, [reader]));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "QUERY_FAILED" || !/JSON|unicode/i.test(error.message))
      throw error;
    return stageRepaired(warehouse, input);
  }
}

function plain(tmpDir: string, stagedRows: number): StagedFile {
  return {
    relation: stagedRelation(tmpDir),
    stagedRows,
    refused: [],
    refusedCount: 0,
    refusedCut: false,
    recordNumbers: null,
  };
}

export function stagedRelation(tmpDir: string): string {
  return `read_parquet(${literal(`${tmpDir}/staging.parquet`)}, file_row_number = true)`;
}

async function copy(
  warehouse: Warehouse,
  { staging, parquet, tmpDir, signal, onPercent }: StageInput,
  readers: readonly ReaderInput[],
): Promise<number> {
  const tables = readers.map((reader) => sql`from ${readerSql(reader)}`);
  const source = parquet ?? sql`(${joinSql(tables, " union all ")})`;
  return warehouse.exec(
    sql`copy (${stagingQuery(staging, source)}) to ${raw(literal(`${tmpDir}/staging.parquet`))}
      (format parquet, compression zstd, compression_level 1, row_group_size 200000)`,
    { signal, onPercent },
  );
}

async function stageCsv(warehouse: Warehouse, input: StageInput): Promise<StagedFile> {
  await warehouse.exec(sql`drop table if exists reject_errors`);
  await warehouse.exec(sql`drop table if exists reject_scans`);
  const stagedRows = await copy(warehouse, input, [input.reader]);
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
  return { relation: stagedRelation(input.tmpDir), stagedRows, refused, refusedCount, refusedCut, recordNumbers: null };
}

async function stageRepaired(warehouse: Warehouse, input: StageInput): Promise<StagedFile> {
  const { reader, tmpDir } = input;
  const repaired = await repairJson(reader.path, reader.format === "json" ? "array" : "lines", tmpDir);
  const readers = repaired.chunks.map(
    (path): ReaderInput => ({ ...reader, path, format: "ndjson", compression: "none" }),
  );
  const refused = repaired.bad.map((row): RefusedRecord => ({ byte: null, row }));
  const stagedRows = readers.length === 0 ? 0 : await copy(warehouse, input, readers);
  return {
    relation: stagedRelation(tmpDir),
    stagedRows,
    refused,
    refusedCount: refused.length,
    refusedCut: false,
    recordNumbers: repaired.recordNumbers,
  };
}

/** Staged rows whose text does not fit its column, with physical lines; at most `limit`. */
export async function misfitRows(
  warehouse: Warehouse,
  staged: StagedFile,
  { reader, staging, limit }: Pick<StageInput, "reader" | "staging"> & { readonly limit: number },
): Promise<readonly QuarantinedRow[]> {
  const misfit = raw(`"${MISFIT_COLUMN}"`);
  const { rows } = await warehouse.table(
    sql`select file_row_number, ${misfit} from ${raw(staged.relation)} where ${misfit} is not null order by 1 limit ${raw(String(limit))}`,
  );
  const accepted = new Set(rows.map(([position]) => Number(position)));
  const bytes = new Set(staged.refused.flatMap(({ byte }) => (byte === null ? [] : [byte])));
  const lines =
    reader.format === "csv" && (accepted.size > 0 || bytes.size > 0)
      ? await locateRecords({
          path: reader.path,
          syntax: reader.syntax,
          singleColumn: reader.names.length === 1,
          headerRecords: reader.hasHeader ? 1 : 0,
          refusedBytes: bytes,
          accepted,
        })
      : { refused: new Map<number, number>(), accepted: new Map<number, number>() };
  const typed = rows.map(([position, text]): QuarantinedRow => {
    const at = Number(position);
    const [column = "", value = ""] = String(text).split(MISFIT_SEPARATOR);
    return {
      line: lines.accepted.get(at) ?? staged.recordNumbers?.[at] ?? at + 1,
      column,
      reason: misfitReason(column, value, staging),
      raw: value,
    };
  });
  const refused = staged.refused.map(({ byte, row }) => ({
    ...row,
    line: byte === null ? row.line : (lines.refused.get(byte) ?? row.line),
  }));
  return [...refused, ...typed].sort((a, b) => a.line - b.line);
}

function misfitReason(from: string, value: string, { schema }: StagingInput): string {
  const column = schema.columns.find((c) => c.from === from || c.name === from);
  if (column === undefined) return `"${value}" does not fit`;
  if (value === "") return `${column.name} is empty`;
  const shown = column.type === "timestamp" && column.format !== "iso" ? `timestamp (${column.format})` : column.type;
  const what = `"${value.slice(0, 100)}" is not ${/^[aeiou]/.test(shown) ? "an" : "a"} ${shown}`;
  return column.declared || column.role === "time"
    ? what
    : `${what} (the type was inferred; to keep such values write columns.${from}: text)`;
}
