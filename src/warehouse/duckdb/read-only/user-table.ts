import { AppError } from "../../../core/errors.ts";
import type { CancelSignal } from "../../../core/signal.ts";
import type { SqlType } from "../../../sql/dialect.ts";
import type { Query } from "../../../sql/query.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../../sql/sql.ts";
import { duckdbDialect } from "../dialect.ts";
import type { DuckDBWarehouse } from "../instance.ts";
import { defaultMemoryLimitBytes } from "../memory.ts";
import { checkUserTable } from "./parse-user-sql.ts";
import { isEngineBusy, withLimits } from "./run-limits.ts";
import type { UserSqlOptions } from "./run-user-sql.ts";

export interface UserColumn {
  readonly name: string;
  readonly type: SqlType;
}

/** The rows of one SELECT that a user wrote, as a relation that other queries read. */
export interface UserTable extends AsyncDisposable {
  readonly columns: readonly UserColumn[];
  /** The query with the relation beside it: nothing else of it is changed. */
  over<Row>(query: Query<Row>): Query<Row>;
  /** Runs a query that `over` gave, read-only and within the limits. @throws AppError as `runUserSql` does */
  rows<Row>(query: Query<Row>, options?: { readonly signal?: CancelSignal | undefined }): Promise<readonly Row[]>;
}

interface UserTableOptions extends Omit<UserSqlOptions, "maxRows"> {
  /** What queries call the relation; no relation of the project has this name. */
  readonly name: string;
}

/**
 * Lets queries read what a statement of a user's gives, with the rights that `runUserSql` has: one SELECT over the
 * project's own relations with allowed functions, in a read-only transaction, each query within time and memory limits.
 * What differs from run to run, such as the clock, is refused as well: a query may read the statement more than once.
 * @throws AppError QUERY_REFUSED, QUERY_FAILED. After an error for which `isEngineBusy` holds, the engine cannot be
 *   closed: end the process
 */
export async function openUserTable(
  warehouse: DuckDBWarehouse,
  text: string,
  options: UserTableOptions,
): Promise<UserTable> {
  const { name, relations, timeoutMs = 60_000, graceMs = 2000 } = options;
  const { maxGrowthBytes = 1.5 * defaultMemoryLimitBytes() } = options;
  const statement = await checkUserTable(warehouse, text, relations);
  const connection = await warehouse.fork();
  let busy = false;
  const limited = async <T>(signal: CancelSignal | undefined, work: (stop: CancelSignal) => Promise<T>): Promise<T> => {
    try {
      return await withLimits({ timeoutMs, maxGrowthBytes, graceMs, signal }, work);
    } catch (error) {
      busy ||= isEngineBusy(error);
      throw error;
    }
  };
  const close = async (): Promise<void> => {
    if (!busy) await connection[Symbol.asyncDispose]();
  };
  try {
    await connection.exec(raw("begin transaction read only"));
    const described = distinct(await limited(options.signal, () => connection.describe(statement)));
    const columns = described.map(({ name: column, type }) => ({ name: column, ...kindOf(type) }));
    const list = joinSql(columns.map(({ name: column, read }) => sql`${read(ident(column))} as ${ident(column)}`));
    // without an order to keep it whole the engine reads of it only what a query uses
    const beside = sql`with ${ident(name)} as not materialized (select ${list} from (\n${raw(statement)}\n) as statement) `;
    const within = (query: Sql): Sql => sql`${beside}${query}`;
    return {
      columns: columns.map(({ name: column, type }) => ({ name: column, type })),
      over: ({ pieces, ...query }) => ({
        ...query,
        text: within(query.text),
        ...(pieces === undefined
          ? {}
          : {
              pieces: () => {
                const { texts, merge } = pieces();
                return { texts: texts.map(within), merge };
              },
            }),
      }),
      rows: (query, { signal } = {}) => limited(signal, (stop) => connection.rows(query, { signal: stop })),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface EngineColumn {
  readonly name: string;
  readonly type: string;
}

function distinct(columns: readonly EngineColumn[]): readonly EngineColumn[] {
  const seen = new Set<string>();
  for (const { name } of columns) {
    const key = name.toLowerCase();
    if (name === "" || seen.has(key))
      throw new AppError(
        "QUERY_REFUSED",
        `the query has ${name === "" ? "a column without a name" : `two columns "${name}"`}`,
        {
          hint: "name each column: select ... as name",
        },
      );
    seen.add(key);
  }
  return columns;
}

interface Kind {
  readonly type: SqlType;
  /** The column as a value of the type. */
  readonly read: (column: Sql) => Sql;
}

const WHOLE = /^U?(TINYINT|SMALLINT|INTEGER)$/;
const DECIMAL = /^DECIMAL\((\d+),\s*(\d+)\)$/;

/** What models call the engine's type: stretches of time are seconds, lists and such are texts. */
function kindOf(type: string): Kind {
  const decimal = DECIMAL.exec(type);
  const asIs = (known: SqlType): Kind => ({ type: known, read: (column) => column });
  const as = (known: SqlType): Kind => ({ type: known, read: (column) => duckdbDialect.cast(column, known) });
  if (decimal !== null) return asIs(`decimal(${Number(decimal[1])},${Number(decimal[2])})`);
  if (type === "BIGINT") return asIs("integer");
  if (WHOLE.test(type)) return as("integer");
  // sums of whole numbers
  if (type === "HUGEINT" || type === "UBIGINT" || type === "UHUGEINT") return as("decimal(38,0)");
  if (type === "DOUBLE") return asIs("number");
  if (type === "FLOAT" || type === "SQLNULL") return as("number");
  if (type === "INTERVAL") return { type: "number", read: (column) => sql`epoch(${column})` };
  if (type === "BOOLEAN") return asIs("boolean");
  if (type === "DATE") return asIs("date");
  if (type.startsWith("TIMESTAMP")) return as("timestamp");
  if (type === "VARCHAR") return asIs("text");
  return as("text");
}
