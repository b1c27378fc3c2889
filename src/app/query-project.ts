import type { CancelSignal } from "../core/signal.ts";
import { ALLOWED_FUNCTIONS } from "../warehouse/duckdb/read-only/allowed-functions.ts";
import { runUserSql, type UserSqlResult } from "../warehouse/duckdb/read-only/run-user-sql.ts";
import { heldSampleNote } from "./model-state.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { projectRelations } from "./relations.ts";
import { orAbandon, type StuckOptions, userLimits } from "./user-limits.ts";

export interface QueryProjectOptions extends StuckOptions {
  readonly timeoutMs: number;
  readonly maxRows: number;
  readonly signal: CancelSignal;
}

export interface QueryResult extends UserSqlResult {
  /** What is to be said on the numbers of a sample; null where the models hold all users. */
  readonly sample: string | null;
}

/** Runs one SELECT that a user wrote over the project's relations. @throws AppError QUERY_REFUSED, QUERY_FAILED, OUT_OF_MEMORY */
export async function queryProject(
  session: ProjectSession,
  text: string,
  options: QueryProjectOptions,
): Promise<QueryResult> {
  const { onStuck, ...limits } = options;
  await using local = await openProjectWarehouse(session);
  const relations = (await projectRelations(local)).map(({ name }) => name);
  try {
    const result = await runUserSql(local, text, { relations, ...userLimits(session), ...limits });
    return { ...result, sample: await heldSampleNote(session, local) };
  } catch (error) {
    return orAbandon(error, { session, local }, { onStuck });
  }
}

/** Names of the functions that SQL of users may call, sorted; operators left out. */
export const userFunctions = (): string[] => [...ALLOWED_FUNCTIONS].filter((name) => /^[a-z]\w*$/i.test(name)).sort();
