import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from "@clickhouse/client";
import type { CancelSignal } from "../../core/signal.ts";
import type { Query } from "../../sql/query.ts";
import { ident, type Sql, sql } from "../../sql/sql.ts";
import type { Cell, RunOptions, Table, Warehouse } from "../port.ts";
import { queryRows } from "../query-rows.ts";
import { cellReader } from "./cells.ts";
import { clickhouseDialect } from "./dialect.ts";
import { brokenOff, cannotShareSubquery, clickhouseError, neverSent } from "./errors.ts";
import { boundText, literalText } from "./parameters.ts";
import { EACH_SHARD_ASKS, pinnedSettings } from "./settings.ts";
import { everywhere, type Placement } from "./tables.ts";

export interface ClickHouseOptions extends Placement {
  /** `http(s)://user:password@host:port`; a path names the database, which `database` overrides. */
  readonly url: string;
  readonly database?: string | undefined;
  /** Memory for one statement on one server. */
  readonly memoryLimitBytes?: number | undefined;
  readonly threads?: number | undefined;
  /** Milliseconds for one statement; default ten minutes. */
  readonly timeoutMs?: number | undefined;
  /** Times a statement is sent again while the server cannot be reached; default 3. */
  readonly retries?: number | undefined;
}

const FIRST_PAUSE_MS = 100;
const TEN_MINUTES_MS = 600_000;
/** How long a server may take to hear that a statement is to end, before its connection is cut. */
const KILL_MS = 2000;

/** A door to a server; nothing is sent until the first statement. Disposing it closes its connections. */
export function openClickHouse(options: ClickHouseOptions): ClickHouseWarehouse {
  const { cluster, memoryLimitBytes, threads, timeoutMs = TEN_MINUTES_MS, retries = 3 } = options;
  const { address, database } = addressOf(options);
  const client = createClient({
    url: address,
    database,
    application: "tidemark",
    request_timeout: timeoutMs + 5000,
    max_open_connections: 8,
    compression: { response: true, request: true },
    use_multipart_params_auto: true,
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: pinnedSettings({ memoryLimitBytes, threads, timeoutMs }),
  });
  return new ClickHouseWarehouse(client, { cluster, database, retries });
}

/** Makes the database that the URL names, on every server of a cluster, if it is not there. */
export async function createDatabase(options: ClickHouseOptions): Promise<void> {
  const { database } = addressOf(options);
  await using server = openClickHouse({ ...options, database: "default" });
  await server.exec(sql`create database if not exists ${ident(database)}${everywhere(options)}`);
}

/** The server's address without the database in its path. */
function addressOf({ url, database }: ClickHouseOptions): { readonly address: URL; readonly database: string } {
  const address = new URL(url);
  const named = decodeURIComponent(address.pathname.slice(1));
  address.pathname = "";
  return { address, database: database ?? (named || "default") };
}

/** A ClickHouse server or cluster behind the `Warehouse` port. */
export class ClickHouseWarehouse implements Warehouse {
  readonly dialect = clickhouseDialect;
  readonly database: string;
  readonly #client: ClickHouseClient;
  readonly #retries: number;
  readonly #placement: Placement;

  constructor(client: ClickHouseClient, { database, retries, cluster }: WarehouseOptions) {
    this.#client = client;
    this.database = database;
    this.#retries = retries;
    this.#placement = { cluster };
  }

  rows<Row>(query: Query<Row>, options: RunOptions = {}): Promise<Row[]> {
    return queryRows(query, (text) => this.table(text, options));
  }

  async table(text: Sql, options: RunOptions = {}): Promise<Table> {
    const rows: Cell[][] = [];
    let columns: Table["columns"] = [];
    await this.stream(text, {
      ...options,
      onColumns: (found) => {
        columns = found;
        rows.length = 0;
      },
      onRow: (row) => rows.push(row),
    });
    return { columns, rows };
  }

  /**
   * Hands over the rows one by one as they arrive, without holding them. When the connection breaks off the statement is
   * asked anew, and `onColumns` is called again: what was handed over before is void.
   */
  async stream(text: Sql, options: StreamOptions): Promise<void> {
    try {
      await this.#ask(text, {}, options);
    } catch (error) {
      if (!cannotShareSubquery(error)) throw error;
      await this.#ask(text, EACH_SHARD_ASKS, options);
    }
  }

  async #ask(text: Sql, settings: ClickHouseSettings, { onColumns, onRow, ...options }: StreamOptions): Promise<void> {
    const { text: statement, parameters } = boundText(text);
    await this.#send(statement, { ...options, repeatable: true }, async (query_id, abort_signal) => {
      const result = await this.#client.query({
        query: statement,
        query_params: parameters,
        clickhouse_settings: settings,
        format: "JSONCompactEachRowWithNamesAndTypes",
        query_id,
        abort_signal,
      });
      let names: readonly string[] | undefined;
      let readers: readonly ReturnType<typeof cellReader>[] | undefined;
      for await (const lines of result.stream()) {
        for (const line of lines) {
          const values = line.json<readonly unknown[]>();
          if (names === undefined) names = values.map(String);
          else if (readers === undefined) {
            readers = values.map((type) => cellReader(String(type)));
            onColumns(names.map((name, i) => ({ name, type: String(values[i]) })));
          } else onRow(readers.map((read, i) => read(values[i])));
        }
      }
    });
  }

  async exec(text: Sql, options: RunOptions = {}): Promise<number> {
    const statement = literalText(text);
    return this.#send(statement, { ...options, repeatable: false }, async (query_id, abort_signal) => {
      const { summary } = await this.#client.command({ query: statement, query_id, abort_signal });
      return Number(summary?.written_rows ?? 0);
    });
  }

  /** Puts rows of a file format into a table; `bytes` is asked for anew at each attempt. */
  async insert(text: Sql, bytes: () => Readable, options: RunOptions = {}): Promise<void> {
    const statement = literalText(text);
    await this.#send(statement, { ...options, repeatable: false }, async (query_id, abort_signal) => {
      const { stream } = await this.#client.exec({ query: statement, values: bytes(), query_id, abort_signal });
      for await (const _ of stream);
    });
  }

  /** Writes what a statement with a FORMAT of its own gives into a file. */
  async download(text: Sql, path: string, options: RunOptions = {}): Promise<void> {
    const statement = literalText(text);
    await this.#send(statement, { ...options, repeatable: true }, async (query_id, abort_signal) => {
      const { stream } = await this.#client.exec({ query: statement, query_id, abort_signal });
      await pipeline(stream, createWriteStream(path));
    });
  }

  async explain(text: Sql): Promise<string> {
    const { rows } = await this.table(sql`explain ${text}`);
    return rows.map(([line]) => String(line)).join("\n");
  }

  /** Sends a statement under an id of its own; a signal that fires ends it on the server too. */
  async #send<T>(text: string, options: SendOptions, run: Attempt<T>): Promise<T> {
    const { signal, repeatable } = options;
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted();
      const id = randomUUID();
      const controller = new AbortController();
      const cancel = (): void => {
        void this.#kill(id).finally(() => controller.abort());
      };
      signal?.addEventListener("abort", cancel);
      try {
        return await run(id, controller.signal);
      } catch (error) {
        signal?.throwIfAborted();
        const again = neverSent(error) || (repeatable && brokenOff(error));
        if (!again || attempt >= this.#retries) throw clickhouseError(error, text);
        await pause(FIRST_PAUSE_MS * 2 ** attempt, signal);
      } finally {
        signal?.removeEventListener("abort", cancel);
      }
    }
  }

  /** Of a cluster on every server: what stands before them may send this to another one than the statement. */
  async #kill(id: string): Promise<void> {
    const query = `KILL QUERY${literalText(everywhere(this.#placement))} WHERE query_id = '${id}' ASYNC`;
    await this.#client.command({ query, abort_signal: AbortSignal.timeout(KILL_MS) }).catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }
}

interface WarehouseOptions extends Placement {
  readonly database: string;
  readonly retries: number;
}

interface StreamOptions extends RunOptions {
  readonly onColumns: (columns: Table["columns"]) => void;
  readonly onRow: (row: Cell[]) => void;
}

interface SendOptions extends RunOptions {
  /** True when a statement changes nothing, so that it may be sent again after its connection broke. */
  readonly repeatable: boolean;
}

type Attempt<T> = (id: string, signal: AbortSignal) => Promise<T>;

async function pause(ms: number, signal: CancelSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
