import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Query } from "../../sql/query.ts";
import { inlineText, numberedText, type Sql } from "../../sql/sql.ts";
import type { Cell, RunOptions, Table, Warehouse } from "../port.ts";
import { queryRows } from "../query-rows.ts";
import { cellOf } from "./cells.ts";
import { duckdbDialect } from "./dialect.ts";
import { countEngine } from "./engine-memory.ts";
import { duckdbError } from "./errors.ts";
import { availableMemoryBytes, defaultMemoryLimitBytes, defaultThreads, spillLimitBytes } from "./memory.ts";
import { MemoryWatch } from "./memory-watch.ts";

export interface DuckDBOptions {
  /** Database file, or `:memory:`. */
  readonly path: string;
  /** Where the engine makes a folder to spill into, gone when it is closed; empty: it does not spill. */
  readonly spillDir: string;
  readonly memoryLimitBytes?: number | undefined;
  readonly threads?: number | undefined;
  /** Bytes it may spill; default: four times its memory, or what the disk has. */
  readonly spillLimitBytes?: number | undefined;
  /**
   * The only folders the engine may read. When given, external access is off and the configuration is locked:
   * the instance can then run SQL that users wrote. Absent for ingest, which reads files anywhere.
   */
  readonly readableDirs?: readonly string[] | undefined;
  /**
   * Leave the database's log as it is when closing. For a file that another one may have taken the place of: the log
   * beside it then belongs to that one.
   */
  readonly keepLog?: boolean;
}

/** Opens an embedded engine. One instance per database file and process: the engine itself does not refuse a second. */
export async function openDuckDB(options: DuckDBOptions): Promise<DuckDBWarehouse> {
  const memory = options.memoryLimitBytes ?? defaultMemoryLimitBytes();
  const spill = options.spillLimitBytes ?? spillLimitBytes(options.spillDir, memory);
  const folder = ownSpillFolder(options.spillDir);
  const removeFolder = (): void => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  };
  try {
    const instance = await DuckDBInstance.create(options.path, {
      threads: String(options.threads ?? defaultThreads(memory)),
      memory_limit: `${memory}B`,
      temp_directory: folder,
      ...(spill === undefined ? {} : { max_temp_directory_size: `${spill}B` }),
      default_null_order: "nulls_last",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    const connection = await instance.connect();
    await connection.run("set global TimeZone = 'UTC'");
    await connection.run(
      "set enable_progress_bar = true; set enable_progress_bar_print = false; set progress_bar_time = 0",
    );
    if (options.keepLog === true) await connection.run("pragma disable_checkpoint_on_shutdown");
    // of two files written under one name within a second it would give the first; parts of the lake have their own
    if (options.readableDirs === undefined) await connection.run("set enable_external_file_cache = false");
    else await lock(connection, options.readableDirs);
    const limits = { spillCapped: spill !== undefined, availableBytes: availableMemoryBytes() };
    const unwatched = { ...limits, availableBytes: Number.POSITIVE_INFINITY, close: () => {} };
    const uncount = countEngine(new DuckDBWarehouse(instance, await instance.connect(), unwatched));
    const close = async (): Promise<void> => {
      await uncount();
      instance.closeSync();
      removeFolder();
    };
    return new DuckDBWarehouse(instance, connection, { ...limits, close });
  } catch (error) {
    removeFolder();
    throw duckdbError(error, `open ${options.path}`, { spillCapped: false });
  }
}

/** Engines name what they spill alike: in one folder they would read each other's blocks, and crash. */
function ownSpillFolder(spillDir: string): string {
  if (spillDir === "") return "";
  mkdirSync(spillDir, { recursive: true });
  return mkdtempSync(join(spillDir, "engine-"));
}

async function lock(connection: DuckDBConnection, dirs: readonly string[]): Promise<void> {
  const list = dirs.map((dir) => `'${dir.replaceAll("'", "''")}'`).join(", ");
  await connection.run(`set allowed_directories = [${list}]`);
  await connection.run("set enable_external_access = false");
  await connection.run("set lock_configuration = true");
}

interface OpenedOptions {
  /** True when what may be spilt is less than what the disk has. */
  readonly spillCapped: boolean;
  /** What the process may use. */
  readonly availableBytes: number;
  readonly close: () => void | Promise<void>;
}

/** The embedded engine behind the `Warehouse` port. */
export class DuckDBWarehouse implements Warehouse {
  readonly dialect = duckdbDialect;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #options: OpenedOptions;
  readonly #running = new Set<Promise<unknown>>();

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, options: OpenedOptions) {
    this.#instance = instance;
    this.#connection = connection;
    this.#options = options;
  }

  rows<Row>(query: Query<Row>, options: RunOptions = {}): Promise<Row[]> {
    return queryRows(query, (text) => this.table(text, options));
  }

  async table(text: Sql, options: RunOptions = {}): Promise<Table> {
    const reader = await this.#guard(numberedText(text), options, (statement) =>
      this.#connection.runAndReadAll(statement, [...text.values]),
    );
    const types = reader.columnTypes();
    return {
      columns: reader.columnNames().map((name, i) => ({ name, type: String(types[i]) })),
      rows: reader.getRows().map((row) => row.map((value): Cell => cellOf(value))),
    };
  }

  /**
   * The first `maxRows` rows of one statement; what comes after them is not computed where the engine can stop early.
   * The text runs as it stands: check it first when a user wrote it.
   */
  async firstRows(
    text: string,
    maxRows: number,
    options: RunOptions = {},
  ): Promise<Table & { readonly truncated: boolean }> {
    return this.#guard(text, options, async (statement) => {
      const result = await this.#connection.stream(statement);
      const types = result.columnTypes();
      const rows: Cell[][] = [];
      for (
        let chunk = await result.fetchChunk();
        chunk !== null && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      ) {
        for (const row of chunk.getRows()) rows.push(row.map(cellOf));
        if (rows.length > maxRows) break;
      }
      const columns = result.columnNames().map((name, i) => ({ name, type: String(types[i]) }));
      return { columns, rows: rows.slice(0, maxRows), truncated: rows.length > maxRows };
    });
  }

  /** The columns of one statement, which is not run. */
  async describe(text: string): Promise<Table["columns"]> {
    return this.#guard(text, {}, async (statement) => {
      const prepared = await this.#connection.prepare(statement);
      try {
        return Array.from({ length: prepared.columnCount }, (_, i) => ({
          name: prepared.columnName(i),
          type: String(prepared.columnType(i)),
        }));
      } finally {
        prepared.destroySync();
      }
    });
  }

  async exec(text: Sql, options: RunOptions = {}): Promise<number> {
    const result = await this.#guard(inlineText(text), options, (statement) => this.#connection.run(statement));
    return result.rowsChanged;
  }

  async explain(text: Sql): Promise<string> {
    const { rows } = await this.table({
      texts: [`explain ${text.texts[0] ?? ""}`, ...text.texts.slice(1)],
      values: text.values,
    });
    return rows.map((row) => String(row[1])).join("\n");
  }

  /**
   * A second connection to the same database: statements on it run concurrently and in their own transaction.
   * Closing it leaves the database open.
   */
  async fork(closed: () => void = () => {}): Promise<DuckDBWarehouse> {
    return new DuckDBWarehouse(this.#instance, await this.#instance.connect(), { ...this.#options, close: closed });
  }

  async #guard<T>(text: string, { signal, onPercent }: RunOptions, run: (text: string) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    let again: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
      this.#connection.interrupt();
      // an interrupt that comes before the statement has begun is lost
      again ??= setInterval(() => this.#connection.interrupt(), 50);
    };
    signal?.addEventListener("abort", interrupt);
    const timer = onPercent && setInterval(() => this.#report(onPercent), 250);
    using watch = new MemoryWatch(this.#options.availableBytes, interrupt);
    const running = run(text);
    this.#running.add(running);
    try {
      return await running;
    } catch (error) {
      throw watch.exceeded ?? duckdbError(error, text, this.#options);
    } finally {
      this.#running.delete(running);
      clearInterval(again);
      clearInterval(timer);
      signal?.removeEventListener("abort", interrupt);
    }
  }

  #report(onPercent: (percent: number) => void): void {
    const { percentage } = this.#connection.progress;
    if (percentage >= 0) onPercent(percentage);
  }

  /** Waits for the statements that run on this connection: closed under one, it would end the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#running);
    this.#connection.closeSync();
    await this.#options.close();
  }
}
