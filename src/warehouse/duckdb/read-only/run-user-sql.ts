import type { CancelSignal } from "../../../core/signal.ts";
import { raw } from "../../../sql/sql.ts";
import type { Table } from "../../port.ts";
import type { DuckDBWarehouse } from "../instance.ts";
import { defaultMemoryLimitBytes } from "../memory.ts";
import { checkUserSql } from "./parse-user-sql.ts";
import { isEngineBusy, withLimits } from "./run-limits.ts";

export interface UserSqlOptions {
  /** The relations the text may read, in any case; names, never qualified. */
  readonly relations: readonly string[];
  readonly timeoutMs?: number;
  readonly maxRows?: number;
  /** Growth of resident memory at which the query is stopped; default: 1.5 times the engine's default limit. */
  readonly maxGrowthBytes?: number;
  /** How long the engine may take to obey an interrupt before the query is given up. */
  readonly graceMs?: number;
  readonly signal?: CancelSignal | undefined;
}

export interface UserSqlResult extends Table {
  /** True when there were more rows than `maxRows`. */
  readonly truncated: boolean;
  readonly ms: number;
}

/**
 * Runs SQL that a user wrote: one SELECT over the project's own relations with allowed functions, in a read-only
 * transaction, within time, row and memory limits. The warehouse must be opened with `readableDirs`.
 * @throws AppError QUERY_REFUSED when nothing was run; QUERY_FAILED or OUT_OF_MEMORY when it failed or was stopped.
 *   After an error for which `isEngineBusy` holds, the engine cannot be closed: end the process
 */
export async function runUserSql(
  warehouse: DuckDBWarehouse,
  text: string,
  options: UserSqlOptions,
): Promise<UserSqlResult> {
  const { relations, timeoutMs = 60_000, maxRows = 10_000, graceMs = 2000, signal } = options;
  const { maxGrowthBytes = 1.5 * defaultMemoryLimitBytes() } = options;
  await checkUserSql(warehouse, text, relations);
  const startMs = performance.now();
  const connection = await warehouse.fork();
  let busy = false;
  try {
    await connection.exec(raw("begin transaction read only"));
    const table = await withLimits({ timeoutMs, maxGrowthBytes, graceMs, signal }, (stop) =>
      connection.firstRows(text, maxRows, { signal: stop }),
    );
    return { ...table, ms: performance.now() - startMs };
  } catch (error) {
    busy = isEngineBusy(error);
    throw error;
  } finally {
    if (!busy) await connection[Symbol.asyncDispose]();
  }
}
