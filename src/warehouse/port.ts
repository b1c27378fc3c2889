import type { CancelSignal } from "../core/signal.ts";
import type { Dialect } from "../sql/dialect.ts";
import type { Query } from "../sql/query.ts";
import type { Sql } from "../sql/sql.ts";

export interface RunOptions {
  readonly signal?: CancelSignal | undefined;
  /** Percent of the running statement, 0..100, whenever the engine knows it. */
  readonly onPercent?: ((percent: number) => void) | undefined;
}

/** A decoded cell: 64-bit integers beyond 2^53 are text, dates `YYYY-MM-DD`, timestamps ISO 8601 UTC. */
export type Cell = string | number | boolean | null;

export interface Table {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The one door to an OLAP engine. */
export interface Warehouse extends AsyncDisposable {
  readonly dialect: Dialect;
  /** Decoded rows. Every query that feeds a result has an explicit order. */
  rows<Row>(query: Query<Row>, options?: RunOptions): Promise<Row[]>;
  /** Undecoded cells with column names and types: for ad-hoc SQL. */
  table(text: Sql, options?: RunOptions): Promise<Table>;
  /** Statements without result; values are written as literals. Returns the number of changed rows. */
  exec(text: Sql, options?: RunOptions): Promise<number>;
  /** The engine's plan as text. */
  explain(text: Sql): Promise<string>;
}
