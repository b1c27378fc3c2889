import { createReadStream, createWriteStream, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { CancelSignal } from "../core/signal.ts";
import { ident, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";
import type { WorldFile, WorldFormat } from "./world.ts";

const BUFFER_BYTES = 4 * 1024 * 1024;

interface PartsOptions {
  readonly warehouse: Warehouse;
  readonly dir: string;
  readonly format: WorldFormat;
  readonly signal?: CancelSignal | undefined;
}

/** Columns of a file and the ordered relation they are computed from. */
export interface PartRows {
  /** For CSV, texts hold no comma, quote or line break; for JSON, a value is its JSON text or SQL null. */
  readonly columns: readonly { readonly name: string; readonly value: Sql }[];
  /** JSON only: a text column of further fields, made by `jsonFields` once for many rows. */
  readonly rest?: Sql;
  /** What follows `from`, with the order of the rows. */
  readonly from: Sql;
}

/** Writes files that are made of several queries, in the order in which they are added. */
export interface PartWriter {
  /** Appends rows to a file; while the bytes are joined, the next query may run. Returns the number of rows. */
  append(file: string, rows: PartRows): Promise<number>;
  /** Completes every file. */
  close(): Promise<readonly WorldFile[]>;
}

/** Parts of CSV and JSON lines are joined byte by byte; Parquet parts are read back into one file per name, in order. */
export function partWriter({ warehouse, dir, format, signal }: PartsOptions): PartWriter {
  const parts = new Map<string, { paths: string[]; rows: number }>();
  let joining: Promise<void> = Promise.resolve();
  let failure: unknown;
  return {
    async append(file, part) {
      const known = parts.get(file) ?? { paths: [], rows: 0 };
      parts.set(file, known);
      const first = known.paths.length === 0;
      const lines = format !== "parquet";
      const path = lines && first ? join(dir, file) : join(dir, `${file}.part-${known.paths.length}`);
      const statement = lines ? copyLines(part, path, { format, header: first }) : copyParquet(part, path);
      const rows = await warehouse.exec(statement, { signal });
      known.rows += rows;
      known.paths.push(path);
      if (lines && !first) {
        joining = joining
          .then(() => joinBytes(path, join(dir, file)))
          .catch((error: unknown) => {
            failure ??= error;
          });
      }
      return rows;
    },
    async close() {
      await joining;
      if (failure !== undefined) throw failure;
      if (format === "parquet") {
        for (const [file, { paths }] of parts) await joinParquet({ warehouse, signal }, paths, join(dir, file));
      }
      return [...parts].map(([path, { rows }]) => ({ path, rows }));
    },
  };
}

/** Whole lines made by `concat`, which writes nulls as nothing: half the time of the engine's CSV writer. */
function copyLines(
  { columns, rest, from }: PartRows,
  path: string,
  { format, header }: { format: WorldFormat; header: boolean },
): Sql {
  const values = joinSql(columns.map(({ value }, i) => (i === 0 ? value : sql`',', ${value}`)));
  const further = rest === undefined ? raw("") : sql`, ',', ${rest}`;
  const line = format === "json" ? sql`'{', ${jsonFields(columns)}${further}, '}'` : values;
  const name = ident(columns.map((column) => column.name).join(","));
  const options = `format csv, header ${header && format === "csv"}, delimiter '\x01', quote '', escape ''`;
  return sql`copy (select concat(${line}) as ${name} from ${from}) to ${path} (${raw(options)})`;
}

/** A text of JSON fields, `"a":1,"b":null`, without the braces. */
export function jsonFields(columns: PartRows["columns"]): Sql {
  const fields = columns.map(
    ({ name, value }, i) => sql`${`${i === 0 ? "" : ","}${JSON.stringify(name)}:`}, coalesce(${value}, 'null')`,
  );
  return sql`concat(${joinSql(fields)})`;
}

function copyParquet({ columns, from }: PartRows, path: string): Sql {
  const list = joinSql(columns.map(({ name, value }) => sql`${value} as ${ident(name)}`));
  return sql`copy (select ${list} from ${from}) to ${path} (format parquet)`;
}

async function joinBytes(part: string, file: string): Promise<void> {
  await pipeline(
    createReadStream(part, { highWaterMark: BUFFER_BYTES }),
    createWriteStream(file, { flags: "a", highWaterMark: BUFFER_BYTES }),
  );
  rmSync(part);
}

async function joinParquet(
  { warehouse, signal }: Pick<PartsOptions, "warehouse" | "signal">,
  parts: readonly string[],
  file: string,
): Promise<void> {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return renameSync(only, file);
  const list = joinSql(parts.map((path) => sql`${path}`));
  await warehouse.exec(
    sql`copy (select * from read_parquet([${list}])) to ${file} (format parquet, compression zstd)`,
    { signal },
  );
  for (const part of parts) rmSync(part);
}
