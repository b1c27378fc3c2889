import { openProjectWarehouse } from "../../src/app/open-warehouse.ts";
import { openProject } from "../../src/app/project-session.ts";
import { projectRelations } from "../../src/app/relations.ts";
import { AppError } from "../../src/core/errors.ts";
import { raw } from "../../src/sql/sql.ts";
import { runUserSql } from "../../src/warehouse/duckdb/read-only/run-user-sql.ts";
import type { Warehouse } from "../../src/warehouse/port.ts";
import { inTurns, type Latencies } from "./latencies.ts";

export interface TimeQueryInput {
  readonly root: string;
  readonly sql: string;
  readonly runs: number;
}

/** Times one SELECT through the read-only path of user SQL and straight on the engine, in one open warehouse. */
export async function timeQuery({ root, sql, runs }: TimeQueryInput): Promise<Latencies & { readonly rows: number }> {
  using session = await openProject(root, { purpose: "bench" });
  await using warehouse = await openProjectWarehouse(session);
  const text = await filledIn(warehouse, sql);
  const relations = (await projectRelations(warehouse)).map(({ name }) => name);
  const own = await runUserSql(warehouse, text, { relations, maxRows: 1_000_000 });
  const plain = await warehouse.table(raw(text));
  if (JSON.stringify(own.rows) !== JSON.stringify(plain.rows)) {
    throw new AppError("INTERNAL", `the read-only path and the engine answer differently: ${text}`);
  }
  const latencies = await inTurns({
    runs,
    own: () => runUserSql(warehouse, text, { relations, maxRows: 1_000_000 }),
    plain: () => warehouse.table(raw(text)),
  });
  return { ...latencies, rows: plain.rows.length };
}

async function filledIn(warehouse: Warehouse, text: string): Promise<string> {
  const { rows } = await warehouse.table(
    raw(
      "select (select user_id from dim_users order by events desc, user_id limit 1), (select max(day) from dim_dates)",
    ),
  );
  const [user, last] = rows[0] ?? [];
  return text.replaceAll("USER", String(user)).replaceAll("LAST", String(last));
}
