import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ident, joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import type { Warehouse } from "../../warehouse/port.ts";
import { type InferredColumn, inferColumns } from "../infer/column-types.ts";
import { type CsvDialect, decodeSample, sniffCsvDialect } from "../infer/csv-dialect.ts";
import { csvRecords } from "../infer/csv-records.ts";
import { JsonScan } from "../json-scan.ts";
import type { InputGroup } from "./input-groups.ts";
import type { InputFormat } from "./input-kind.ts";
import { readTextSample, type TextSample } from "./text-sample.ts";

/** A group's sampled rows, all text, in the engine, with what was found out about their columns. */
export interface SampleTable {
  readonly relation: string;
  readonly format: InputFormat;
  readonly dialect: CsvDialect | undefined;
  readonly rows: number;
  readonly columns: readonly InferredColumn[];
  /** JSON keys too rare for a column of their own: they go to `props`. */
  readonly rareKeys: readonly string[];
  /** Of the first records of a delimited file, those without a field for each column or with more. */
  readonly ragged: Ragged;
}

export interface Ragged {
  readonly records: number;
  readonly of: number;
}

const NONE_RAGGED: Ragged = { records: 0, of: 0 };
/** Records whose width is looked at. */
const WIDTH_RECORDS = 20_000;

export interface SampleOptions {
  readonly warehouse: Warehouse;
  /** Folder for temporary files; the caller removes it. */
  readonly tempDir: string;
}

const MAX_FILES = 5;
const MAX_ROWS = 100_000;
/** JSON keys in fewer than one of 200 records are not columns. */
const RARE_KEY_SHARE = 0.005;
const MAX_KEYS = 200;

/** Files of the group to look into: first, last and some between. */
function sampledFiles(files: readonly string[]): readonly string[] {
  if (files.length <= MAX_FILES) return files;
  return Array.from(
    { length: MAX_FILES },
    (_, i) => files[Math.round((i * (files.length - 1)) / (MAX_FILES - 1))] ?? "",
  );
}

export async function sampleTable(group: InputGroup, options: SampleOptions): Promise<SampleTable> {
  const relation = `sample_${createHash("sha256").update(group.files.join("\n")).digest("hex").slice(0, 12)}`;
  const files = sampledFiles(group.files);
  const wholeBytes = Math.floor((6 << 20) / files.length);
  const headBytes = Math.floor((2 << 20) / files.length);
  const texts =
    group.kind.format === "parquet"
      ? []
      : await Promise.all(files.map((file) => readTextSample(file, { wholeBytes, headBytes })));
  const { format } = group.kind;
  if (format === "parquet") return parquetSample(relation, files, options);
  return format === "csv" ? csvSample(relation, texts, options) : jsonSample(relation, { texts, format }, options);
}

async function csvSample(relation: string, texts: readonly TextSample[], options: SampleOptions): Promise<SampleTable> {
  const { warehouse, tempDir } = options;
  const dialect = sniffCsvDialect(texts[0]?.head ?? Buffer.alloc(0));
  const file = join(tempDir, `${relation}.csv`);
  writeFileSync(file, texts.flatMap((text) => csvParts(text, dialect)).join(""));
  const columns = dialect.names.map((name) => sql`${raw(literal(name))}: 'VARCHAR'`);
  await warehouse.exec(sql`create table ${ident(relation)} as select * from read_csv(${file},
    auto_detect = false, header = false, delim = ${dialect.delimiter}, quote = ${dialect.quote === "none" ? "" : dialect.quote},
    escape = ${dialect.quote === "none" ? "" : dialect.escape}, columns = {${joinSql(columns)}},
    ignore_errors = true, allow_quoted_nulls = false, max_line_size = 20000000, parallel = false) limit ${raw(String(MAX_ROWS))}`);
  return {
    ...(await described(relation, dialect.names, warehouse)),
    format: "csv",
    dialect,
    rareKeys: [],
    ragged: raggedRecords(texts[0], dialect),
  };
}

function raggedRecords(sample: TextSample | undefined, dialect: CsvDialect): Ragged {
  if (sample === undefined) return NONE_RAGGED;
  const { records, complete } = csvRecords(decodeSample(sample.head), dialect, { limit: WIDTH_RECORDS });
  const whole = complete || sample.whole ? records : records.slice(0, -1);
  const body = whole.slice(dialect.hasHeader ? 1 : 0);
  return { records: body.filter((record) => record.length !== dialect.names.length).length, of: body.length };
}

/** The head without its header line, and the later blocks that still have the head's shape. */
function csvParts({ head, later, whole }: TextSample, dialect: CsvDialect): readonly string[] {
  const text = decodeSample(head);
  const start = dialect.hasHeader ? firstRecordEnd(text, dialect) : 0;
  const body = text.slice(start, whole ? undefined : text.lastIndexOf("\n") + 1);
  const blocks = later
    .map((block) => decodeSample(block))
    .filter((block) => {
      const { records, badlyQuoted } = csvRecords(block, dialect);
      const fitting = records.filter((record) => record.length === dialect.names.length).length;
      return badlyQuoted === 0 && fitting >= 0.9 * records.length;
    });
  return [body === "" || body.endsWith("\n") ? body : `${body}\n`, ...blocks];
}

/** Where the second record begins: the shortest prefix that ends a line and holds one whole record. */
function firstRecordEnd(text: string, dialect: CsvDialect): number {
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) {
    const { complete, records, badlyQuoted } = csvRecords(text.slice(0, end + 1), dialect);
    if (records.length > 0 && complete && badlyQuoted === 0) return end + 1;
  }
  return text.length;
}

interface JsonTexts {
  readonly texts: readonly TextSample[];
  readonly format: "ndjson" | "json";
}

async function jsonSample(
  relation: string,
  { texts, format }: JsonTexts,
  options: SampleOptions,
): Promise<SampleTable> {
  const { warehouse, tempDir } = options;
  const records = texts.flatMap((text) => jsonRecords(text, format));
  const { names, rareKeys } = columnKeys(records);
  const file = join(tempDir, `${relation}.ndjson`);
  writeFileSync(file, records.map(({ text }) => `${text.replaceAll("\n", " ")}\n`).join(""));
  const columns = names.map((name) => sql`${raw(literal(name))}: 'VARCHAR'`);
  await warehouse.exec(
    names.length === 0
      ? sql`create table ${ident(relation)} as select null::varchar as nothing where false`
      : sql`create table ${ident(relation)} as select * from read_json(${file}, format = 'newline_delimited',
          columns = {${joinSql(columns)}}, ignore_errors = true, maximum_object_size = 67108864) limit ${raw(String(MAX_ROWS))}`,
  );
  return {
    ...(await described(relation, names, warehouse)),
    format,
    dialect: undefined,
    rareKeys,
    ragged: NONE_RAGGED,
  };
}

interface JsonText {
  readonly text: string;
  readonly keys: readonly string[];
}

/** The objects of a sample that parse; of an array only the head can be cut into records. */
function jsonRecords({ head, later }: TextSample, format: "ndjson" | "json"): readonly JsonText[] {
  const found: JsonText[] = [];
  const scan = new JsonScan({
    shape: format === "json" ? "array" : "lines",
    onRecord: ({ text }) => found.push(...parsedObject(text)),
  });
  scan.push(head[0] === 0xef ? head.subarray(3) : head);
  if (format === "ndjson") for (const block of later) scan.push(Buffer.concat([Buffer.from("\n"), block]));
  scan.end();
  return found;
}

function parsedObject(text: string): readonly JsonText[] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
    return [{ text, keys: Object.keys(value) }];
  } catch {
    return [];
  }
}

/** Keys that are columns, in order of appearance; engines ignore letter case, so of `a` and `A` the first is one. */
function columnKeys(records: readonly JsonText[]): {
  readonly names: readonly string[];
  readonly rareKeys: readonly string[];
} {
  const counts = new Map<string, number>();
  for (const { keys } of records) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const names: string[] = [];
  const rareKeys: string[] = [];
  const taken = new Set<string>();
  for (const [key, n] of counts) {
    const fits =
      key !== "" && n >= RARE_KEY_SHARE * records.length && !taken.has(key.toLowerCase()) && names.length < MAX_KEYS;
    (fits ? names : rareKeys).push(key);
    taken.add(key.toLowerCase());
  }
  return { names, rareKeys };
}

const PARQUET_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT|UINTEGER)$/, "integer"],
  [/^(FLOAT|DOUBLE)$/, "number"],
  [/^BOOLEAN$/, "boolean"],
  [/^DATE$/, "date"],
  [/^TIMESTAMP/, "timestamp"],
  [/^(STRUCT|MAP|UNION|JSON)|\[/, "json"],
];

function parquetType(type: string): string | undefined {
  if (type.startsWith("DECIMAL")) return type.toLowerCase().replace(" ", "");
  return PARQUET_TYPES.find(([pattern]) => pattern.test(type))?.[1];
}

async function parquetSample(
  relation: string,
  files: readonly string[],
  { warehouse }: SampleOptions,
): Promise<SampleTable> {
  const list = joinSql(files.map((file) => sql`${file}`));
  const typed = await warehouse.table(sql`describe select * from read_parquet([${list}])`);
  const columns = typed.rows.map(([name, type]) => ({ name: String(name), type: parquetType(String(type)) }));
  const texts = columns.map(({ name, type }) =>
    type === "json"
      ? sql`to_json(${ident(name)})::varchar as ${ident(name)}`
      : sql`${ident(name)}::varchar as ${ident(name)}`,
  );
  await warehouse.exec(
    sql`create table ${ident(relation)} as select ${joinSql(texts)} from read_parquet([${list}]) limit ${raw(String(MAX_ROWS))}`,
  );
  const sample = await described(
    relation,
    columns.map(({ name }) => name),
    warehouse,
  );
  const declared = (column: InferredColumn): InferredColumn => {
    const type = columns.find(({ name }) => name === column.name)?.type;
    if (type === undefined) return column;
    const { name, nullShare, distinct } = column;
    return { name, nullShare, distinct, type, reason: "as the Parquet file has it" };
  };
  return {
    ...sample,
    columns: sample.columns.map(declared),
    format: "parquet",
    dialect: undefined,
    rareKeys: [],
    ragged: NONE_RAGGED,
  };
}

const CountRow = z.object({ n: z.number() });

async function described(
  relation: string,
  names: readonly string[],
  warehouse: Warehouse,
): Promise<Pick<SampleTable, "relation" | "rows" | "columns">> {
  const count: Sql = sql`select count(*)::bigint as n from ${ident(relation)}`;
  const [row] = await warehouse.rows({ name: "propose.rows", row: CountRow, text: count });
  return { relation, rows: row?.n ?? 0, columns: await inferColumns(warehouse, relation, names) };
}
