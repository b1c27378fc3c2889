import { joinSql, raw, sql } from "../sql/sql.ts";
import type { BuildRun } from "./build-run.ts";
import { geoFindings } from "./geo.ts";
import type { ModelPlan } from "./plan.ts";
import type { BuildFinding } from "./report.ts";
import { joinFindings, plural } from "./table-facts.ts";

/** What the finished models show that a reader of their numbers should know. */
export async function findings(run: BuildRun, plan: ModelPlan): Promise<readonly BuildFinding[]> {
  return [
    ...(await eventFindings(run, plan)),
    ...(await geoFindings(run, plan.geo)),
    ...(await joinFindings(run, plan)),
  ];
}

async function eventFindings(run: BuildRun, { facts, dialect }: ModelPlan): Promise<readonly BuildFinding[]> {
  if (facts === null) return [];
  const vendor = joinSql(facts.log.vendorSources.map((id) => sql`${id}`));
  const isVendor = facts.log.vendorSources.length === 0 ? raw("false") : sql`source in (${vendor})`;
  const found: BuildFinding[] = [];
  const [counts] = await run.cells(sql`select count(*) as n,
    ${dialect.countIf(raw("user_id is null"))} as anonymous,
    ${dialect.countIf(sql`user_id is not null and session_id is null and ${isVendor}`)} as sessionless from fct_events`);
  const [rows, anonymous, sessionless] = (counts ?? []).map(Number);
  if (anonymous !== undefined && anonymous > 0) {
    const share = ((100 * anonymous) / (rows ?? anonymous)).toFixed(1);
    found.push({
      code: "rows_without_user",
      level: "note",
      count: anonymous,
      message: `${plural(anonymous, "row")} without a user (${share} %): they count as events and value, never as a user`,
    });
  }
  if (sessionless !== undefined && sessionless > 0) {
    found.push({
      code: "rows_without_session",
      level: "note",
      count: sessionless,
      message: `${plural(sessionless, "row")} with a user but no session id: they belong to no session`,
    });
  }
  if (facts.log.vendorSources.length > 0) found.push(...(await splitSessions(run, vendor)));
  return found;
}

async function splitSessions(run: BuildRun, vendor: ReturnType<typeof joinSql>): Promise<readonly BuildFinding[]> {
  const [row] =
    await run.cells(sql`select count(*) as ids, sum(n) as sessions, ${run.warehouse.dialect.countIf(raw("n > 1"))} as shared
    from (select session_id, count(*) as n from fct_events where is_new_session and source in (${vendor}) group by session_id) as ids`);
  const [ids, sessions, shared] = (row ?? []).map(Number);
  if (ids === undefined || sessions === undefined || shared === undefined || shared === 0) return [];
  const verb =
    shared === 1
      ? "is shared by two or more users and was split"
      : "are each shared by two or more users and were split";
  return [
    {
      code: "split_sessions",
      level: "note",
      count: shared,
      message: `${plural(shared, "vendor session id")} ${verb}: ${plural(ids, "id")} became ${plural(sessions, "session")}`,
    },
  ];
}
