import { type AppError, asAppError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import { defaultMemoryLimitBytes } from "../warehouse/duckdb/memory.ts";
import { ALLOWED_FUNCTIONS } from "../warehouse/duckdb/read-only/allowed-functions.ts";
import { isEngineBusy } from "../warehouse/duckdb/read-only/run-limits.ts";
import { runUserSql, type UserSqlResult } from "../warehouse/duckdb/read-only/run-user-sql.ts";
import { engineOptions } from "./engine-options.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { projectRelations } from "./relations.ts";

export interface QueryProjectOptions {
  readonly timeoutMs: number;
  readonly maxRows: number;
  readonly signal: CancelSignal;
  /**
   * Called when the engine does not obey an interrupt: nothing can be closed, so the process must end here. A shared
   * engine is given up instead.
   */
  readonly onStuck: (error: AppError) => never;
}

/** Runs one SELECT that a user wrote over the project's relations. @throws AppError QUERY_REFUSED, QUERY_FAILED, OUT_OF_MEMORY */
export async function queryProject(
  session: ProjectSession,
  text: string,
  options: QueryProjectOptions,
): Promise<UserSqlResult> {
  const { onStuck, ...limits } = options;
  await using warehouse = await openProjectWarehouse(session);
  const relations = (await projectRelations(warehouse)).map(({ name }) => name);
  const { memoryLimitBytes = defaultMemoryLimitBytes() } = engineOptions(session);
  try {
    return await runUserSql(warehouse, text, { relations, maxGrowthBytes: 1.5 * memoryLimitBytes, ...limits });
  } catch (error) {
    if (!isEngineBusy(error)) throw error;
    if (session.shared === undefined) return onStuck(asAppError(error));
    session.shared.abandon();
    throw error;
  }
}

/** Names of the functions that SQL of users may call, sorted; operators left out. */
export const userFunctions = (): string[] => [...ALLOWED_FUNCTIONS].filter((name) => /^[a-z]\w*$/i.test(name)).sort();
