import { createReadStream, createWriteStream, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { CancelSignal } from "../core/signal.ts";
import { joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";
import type { WorldFile, WorldFormat } from "./world.ts";

const BUFFER_BYTES = 4 * 1024 * 1024;

interface PartsOptions {
  readonly warehouse: Warehouse;
  readonly dir: string;
  readonly format: WorldFormat;
  readonly signal?: CancelSignal | undefined;
}

/** Writes files that are made of several queries, in the order in which they are added. */
export interface PartWriter {
  /** Appends the rows of a query to a file; while the bytes are joined, the next query may run. Returns the number of rows. */
  append(file: string, query: Sql): Promise<number>;
  /** Completes every file. */
  close(): Promise<readonly WorldFile[]>;
}

/** CSV parts are joined byte by byte; Parquet parts are read back into one file per name, in order. */
export function partWriter({ warehouse, dir, format, signal }: PartsOptions): PartWriter {
  const parts = new Map<string, { paths: string[]; rows: number }>();
  let joining: Promise<void> = Promise.resolve();
  let failure: unknown;
  return {
    async append(file, query) {
      const known = parts.get(file) ?? { paths: [], rows: 0 };
      parts.set(file, known);
      const first = known.paths.length === 0;
      const path = format === "csv" && first ? join(dir, file) : join(dir, `${file}.part-${known.paths.length}`);
      const options = format === "csv" ? (first ? "format csv, header" : "format csv, header false") : "format parquet";
      const rows = await warehouse.exec(sql`copy (${query}) to ${path} (${raw(options)})`, { signal });
      known.rows += rows;
      known.paths.push(path);
      if (format === "csv" && !first) {
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
