import { writeFileSync } from "node:fs";
import type { Source } from "../contract/project/source.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import { AppError } from "../core/errors.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { checkHeader } from "./check-header.ts";
import { type Compression, compressionOf, type FileFormat, formatOf } from "./format.ts";
import { readHeader } from "./infer/csv-dialect.ts";
import { JsonScan } from "./json-scan.ts";
import { openParquet } from "./parquet-reader.ts";
import { readStart } from "./read-start.ts";
import { csvSyntax, readerSql } from "./readers.ts";
import { plainColumns } from "./roles.ts";
import { textProblem } from "./text-problem.ts";

const SAMPLE_BYTES = 8e6;

/** A file whose format, columns and compression are known, with a sample of it in the engine. */
export interface OpenedFile {
  readonly format: FileFormat;
  readonly compression: Compression;
  readonly hasHeader: boolean;
  /** Columns in the file's order; for JSON the keys seen in its first megabytes. */
  readonly names: readonly string[];
  readonly nativeTypes: ReadonlyMap<string, string>;
  /** Rows by the file's own footer (Parquet), else null: the streaming pass counts. */
  readonly footerRecords: number | null;
  /** For Parquet, the relation that reads it. */
  readonly parquet: Sql | null;
}

export interface OpenInput {
  readonly path: string;
  readonly shownPath: string;
  readonly source: Source;
  readonly schema: SourceSchema | undefined;
  readonly tmpDir: string;
}

/** The temporary table with the sample, all text. */
export const SAMPLE = "sample";

/** Opens a file and loads a sample; the header is compared with the source's before anything is read. */
export async function openFile(warehouse: Warehouse, input: OpenInput): Promise<OpenedFile> {
  const { path, source } = input;
  const declared = formatOf(path, source.format);
  if (declared === "parquet") return openParquetFile(warehouse, input);
  const compression = compressionOf(path);
  const start = await readStart(path, SAMPLE_BYTES);
  const isArray = declared !== "csv" && firstByte(start) === "[";
  const problem = isArray ? null : textProblem(start);
  if (problem !== null) {
    throw new AppError("FILE_CORRUPT", `${input.shownPath}: ${problem.what}`, {
      hint: `nothing of the file was loaded; ${problem.todo}`,
    });
  }
  if (declared === "csv") return openCsv(warehouse, input, { start, compression });
  const format = declared === "sniff-json" ? (isArray ? "json" : "ndjson") : declared;
  const names = await sampleJson(warehouse, input, { start, shape: format === "json" ? "array" : "lines" });
  return { format, compression, hasHeader: false, names, nativeTypes: new Map(), footerRecords: null, parquet: null };
}

interface Start {
  readonly start: Buffer;
}

async function openCsv(
  warehouse: Warehouse,
  { source, schema, tmpDir, shownPath }: OpenInput,
  { start, compression }: Start & { readonly compression: Compression },
): Promise<OpenedFile> {
  const syntax = csvSyntax(source);
  const hasHeader = source.header !== false;
  const names = hasHeader ? readHeader(start, syntax) : (schema?.header ?? Object.keys(source.columns ?? {}));
  if (names.length === 0)
    throw new AppError("FILE_CORRUPT", `${shownPath}: the file is empty`, {
      hint: "a CSV file needs at least its header line",
    });
  checkHeader(shownPath, names, { source, known: schema?.header ?? null });
  const end = start.length < SAMPLE_BYTES ? start.length : start.lastIndexOf(10) + 1;
  const sample = `${tmpDir}/sample.csv`;
  writeFileSync(sample, start.subarray(0, end));
  const reader = readerSql({
    path: sample,
    format: "csv",
    compression: "none",
    syntax,
    hasHeader,
    names,
    jsonNames: new Set(),
    maxRejects: 1_000_000,
  });
  await warehouse.exec(sql`create or replace temp table ${raw(SAMPLE)} as from ${reader}`);
  return { format: "csv", compression, hasHeader, names, nativeTypes: new Map(), footerRecords: null, parquet: null };
}

/** Loads the sample's good records; returns their keys. */
async function sampleJson(
  warehouse: Warehouse,
  { tmpDir, shownPath, source, schema }: OpenInput,
  { start, shape }: Start & { readonly shape: "array" | "lines" },
): Promise<readonly string[]> {
  const records: string[] = [];
  const scan = new JsonScan({
    shape,
    onRecord: ({ text }) => isObject(text) && records.push(text.replaceAll(/[\r\n]+/g, " ")),
  });
  scan.push(start);
  const { keys } = scan.end();
  if (records.length === 0 && start.length > 0 && !/^\s*\[\s*\]\s*$/.test(start.subarray(0, 100).toString())) {
    throw new AppError("FILE_CORRUPT", `${shownPath}: no JSON object found`, {
      hint: "the file must be a JSON array of objects, or one object per line",
    });
  }
  const lower = new Map<string, string>();
  for (const key of keys) {
    const twin = lower.get(key.toLowerCase());
    if (twin !== undefined) {
      throw new AppError("HEADER_MISMATCH", `${shownPath}: the keys "${twin}" and "${key}" differ only in case`, {
        hint: "rename one of them",
      });
    }
    lower.set(key.toLowerCase(), key);
  }
  const declared = schema?.columns.flatMap(({ from }) => from ?? []) ?? plainColumns(source);
  const names = [...new Set([...keys, ...declared])].filter((name) => name !== "");
  if (names.length === 0) return [];
  const sample = `${tmpDir}/sample.ndjson`;
  writeFileSync(sample, `${records.join("\n")}\n`);
  const columns = joinSql(names.map((name) => sql`${raw(literal(name))}: 'VARCHAR'`));
  await warehouse.exec(sql`create or replace temp table ${raw(SAMPLE)} as
    from read_json(${raw(literal(sample))}, format = 'newline_delimited', columns = {${columns}}, ignore_errors = true)`);
  return names;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function firstByte(start: Buffer): string {
  return start
    .subarray(0, 1000)
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart()
    .charAt(0);
}

async function openParquetFile(
  warehouse: Warehouse,
  { path, shownPath, source, schema }: OpenInput,
): Promise<OpenedFile> {
  const opened = await openParquet(warehouse, path).catch((error: unknown) => {
    throw new AppError("FILE_CORRUPT", `${shownPath}: not a complete Parquet file`, {
      cause: error,
      hint: "fetch the file again",
    });
  });
  checkHeader(shownPath, opened.names, { source: { ...source, header: "any_order" }, known: schema?.header ?? null });
  const list = joinSql(opened.names.map((name) => sql`cast(${ident(name)} as varchar) as ${ident(name)}`));
  await warehouse.exec(
    sql`create or replace temp table ${raw(SAMPLE)} as select ${list} from ${opened.from} limit 100000`,
  );
  return {
    format: "parquet",
    compression: "none",
    hasHeader: false,
    names: opened.names,
    nativeTypes: opened.nativeTypes,
    footerRecords: opened.records,
    parquet: opened.from,
  };
}
