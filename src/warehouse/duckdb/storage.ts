import { statSync } from "node:fs";
import { ident, joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import type { Cell, Warehouse } from "../port.ts";

/** A column of some Parquet files, as their footers tell. */
export interface ParquetColumn {
  readonly name: string;
  readonly values: number;
  readonly bytes: number;
  /** Bytes after encoding, before compression. */
  readonly encodedBytes: number;
  readonly encodings: readonly string[];
  readonly codecs: readonly string[];
}

const texts = (cell: Cell | undefined): readonly string[] => (typeof cell === "string" ? cell.split("|") : []);

/** The columns of Parquet files in the files' order, read from the footers alone. */
export async function parquetColumns(
  warehouse: Warehouse,
  files: readonly string[],
): Promise<readonly ParquetColumn[]> {
  if (files.length === 0) return [];
  const list = raw(files.map((file) => literal(file)).join(", "));
  const { rows } = await warehouse.table(sql`
    select path_in_schema, sum(num_values), sum(total_compressed_size), sum(total_uncompressed_size),
      string_agg(distinct encodings, '|' order by encodings), string_agg(distinct compression, '|' order by compression)
    from parquet_metadata([${list}]) group by path_in_schema order by min(column_id), path_in_schema`);
  return rows.map(([name, values, bytes, encoded, encodings, codecs]) => ({
    name: String(name),
    values: Number(values),
    bytes: Number(bytes),
    encodedBytes: Number(encoded),
    encodings: texts(encodings),
    codecs: texts(codecs),
  }));
}

/** How native tables are stored. */
export interface TablesStorage {
  /** Size of the blocks that hold the tables, each counted once. Unlike the file's size it stays when nothing changes. */
  readonly bytes: number;
  readonly tables: ReadonlyMap<string, TableStorage>;
}

export interface TableStorage {
  /** Size of the blocks that hold it, each counted whole: a block shared with another table counts for both. */
  readonly bytes: number;
  /** Compression methods of each column, the one with the most rows first. */
  readonly compression: ReadonlyMap<string, readonly string[]>;
}

export async function tablesStorage(warehouse: Warehouse, names: readonly string[]): Promise<TablesStorage> {
  const { rows: size } = await warehouse.table(sql`select block_size from pragma_database_size()`);
  const blockBytes = Number(size[0]?.[0] ?? 0);
  const all = new Set<number>();
  const tables = new Map<string, TableStorage>();
  for (const name of names) {
    const segments = sql`pragma_storage_info(${raw(literal(name))})`;
    const { rows: blocks } = await warehouse.table(sql`
      select distinct block from (select block_id as block from ${segments} where block_id >= 0
        union all select unnest(additional_block_ids) from ${segments})`);
    for (const [block] of blocks) all.add(Number(block));
    tables.set(name, { bytes: blocks.length * blockBytes, compression: await compressionOf(warehouse, segments) });
  }
  return { bytes: all.size * blockBytes, tables };
}

async function compressionOf(warehouse: Warehouse, segments: Sql): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await warehouse.table(sql`
    select column_name, compression from ${segments}
    where segment_type <> 'VALIDITY' group by all order by column_name, sum("count") desc, compression`);
  const methods = new Map<string, string[]>();
  for (const [column, method] of rows) {
    const name = String(column);
    methods.set(name, [...(methods.get(name) ?? []), String(method)]);
  }
  return methods;
}

/** Formats that a sample is written in, with the options of COPY. */
const FORMATS: readonly (readonly [format: string, options: string])[] = [
  ["CSV", "format csv, header true"],
  ["CSV (gzip)", "format csv, header true, compression gzip"],
  ["JSON lines", "format json"],
  ["Parquet (not compressed)", "format parquet, compression uncompressed"],
  ["Parquet (Snappy)", "format parquet, compression snappy"],
  ["Parquet (Zstandard 1)", "format parquet, compression zstd, compression_level 1"],
  ["Parquet (Zstandard 3)", "format parquet, compression zstd, compression_level 3"],
  ["Parquet (Zstandard 9)", "format parquet, compression zstd, compression_level 9"],
];

export interface WrittenSample {
  readonly rows: number;
  readonly sizes: readonly { readonly format: string; readonly bytes: number }[];
  readonly textBytes: readonly { readonly column: string; readonly bytes: number }[];
}

/**
 * Writes the same rows in every format into a folder. The engine must be one that may write there; with one thread the
 * same rows give the same bytes.
 */
export async function writeSample(warehouse: Warehouse, rows: Sql, folder: string): Promise<WrittenSample> {
  await warehouse.exec(sql`create or replace temp table written as ${rows}`);
  const { columns } = await warehouse.table(sql`select * from written limit 0`);
  const lengths = columns.map(({ name }) => sql`coalesce(sum(strlen(cast(${ident(name)} as varchar))), 0)`);
  const { rows: counted } = await warehouse.table(sql`select ${joinSql([raw("count(*)"), ...lengths])} from written`);
  const [count, ...bytes] = counted[0] ?? [];
  const sizes: { format: string; bytes: number }[] = [];
  for (const [format, options] of FORMATS) {
    const path = `${folder}/sample-${sizes.length}`;
    await warehouse.exec(sql`copy written to ${raw(literal(path))} (${raw(options)})`);
    sizes.push({ format, bytes: statSync(path).size });
  }
  return {
    rows: Number(count ?? 0),
    sizes,
    textBytes: columns.map(({ name }, i) => ({ column: name, bytes: Number(bytes[i] ?? 0) })),
  };
}
