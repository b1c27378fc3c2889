import type { CancelSignal } from "../core/signal.ts";
import { ASKED_QUERY } from "../models/lab/relations.ts";
import type { DuckDBWarehouse } from "../warehouse/duckdb/instance.ts";
import { openUserTable, type UserColumn, type UserTable } from "../warehouse/duckdb/read-only/user-table.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { projectRelations } from "./relations.ts";
import { orAbandon, type StuckOptions, userLimits } from "./user-limits.ts";

interface AskedOptions {
  readonly params: Readonly<Record<string, unknown>>;
  readonly signal?: CancelSignal | undefined;
}

/**
 * The rows of the query that an analysis of any table is asked of, where `tidemark query` answers it and with its rights;
 * undefined when it is asked of a table.
 * @throws AppError QUERY_REFUSED, QUERY_FAILED
 */
export async function askedQuery(
  session: ProjectSession,
  local: DuckDBWarehouse,
  { params: { sql: text }, signal }: AskedOptions,
): Promise<UserTable | undefined> {
  if (typeof text !== "string") return undefined;
  const relations = (await projectRelations(local)).map(({ name }) => name);
  return openUserTable(local, text, { name: ASKED_QUERY, relations, signal, ...userLimits(session) });
}

/** The columns of a query, which is not run, as analyses see them. @throws AppError QUERY_REFUSED, QUERY_FAILED */
export async function describeQuery(
  session: ProjectSession,
  text: string,
  options: StuckOptions & Pick<AskedOptions, "signal">,
): Promise<readonly UserColumn[]> {
  await using local = await openProjectWarehouse(session);
  const asked = { params: { sql: text }, signal: options.signal };
  await using table = await askedQuery(session, local, asked).catch((error: unknown) =>
    orAbandon(error, { session, local }, options),
  );
  return table?.columns ?? [];
}
