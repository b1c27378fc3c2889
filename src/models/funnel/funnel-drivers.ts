import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { dimensionsOf } from "../dimension.ts";
import { funnelAttempts } from "./attempts.ts";
import { funnelTest } from "./event-test.ts";
import type { FunnelRequest } from "./funnel-request.ts";
import { splitValue, unitColumns } from "./funnel-rows.ts";

/** Attempts that have something, by whether they converted. */
const DriverRow = z.object({
  /** all; event: it happened between entry and conversion; dimension: the entry had the value. */
  kind: z.enum(["all", "event", "dimension"]),
  name: z.string(),
  value: z.string(),
  done: z.number(),
  n: z.number(),
});
export type DriverRow = z.infer<typeof DriverRow>;

/** Most dimensions that are looked at. */
const MOST_DIMENSIONS = 8;

/**
 * Of the attempts whose window is over: how many had each event after entry and before the last step (or the end of the
 * window), other than the steps themselves, and each value of the declared dimensions at their entry.
 */
export function funnelDriversQuery(request: FunnelRequest): Query<DriverRow> {
  const { definition, endUs, facts } = request;
  const { steps, window } = definition;
  const last = `t_${steps.length - 1}`;
  const unit = unitColumns(request);
  const plain = { ...request, dimension: null, attribution: "first" as const };
  const closed = raw(window?.kind === "time" ? `t_0 + ${window.us} <= ${endUs}` : "true");
  const until = raw(window?.kind === "time" ? `coalesce(${last}, t_0 + ${window.us})` : `coalesce(${last}, ${endUs})`);
  const own = joinSql(unit.filter((name) => name !== "d").map((name) => raw(name)));
  const attempts = sql`select ${own}, t_0, case when ${raw(last)} is null then 0 else 1 end as done, ${until} as until_t
    from ${funnelAttempts(plain)} where ${closed}`;
  const key = joinSql(unit.filter((name) => name !== "d").map((name) => raw(`a.${name}`)));
  const names = steps.flatMap(({ events }) => events.map((event) => sql`${event}`));
  const during = sql`select distinct ${key}, a.t_0, a.done, e.event as v from a join (select user_id as u, event, ${facts.dialect.epochUs(raw("event_time"))} as t
      from fct_events where user_id is not null and event not in (${joinSql(names)})) as e
    on e.u = a.user_id where e.t > a.t_0 and e.t < a.until_t`;
  const dimensions = dimensionsOf(facts.project, null).slice(0, MOST_DIMENSIONS);
  const parts = [
    sql`select 'all' as kind, '' as name, '' as value, done, count(*) as n from a group by done`,
    sql`select 'event' as kind, v as name, '' as value, done, count(*) as n from (${during}) as had group by v, done`,
    ...dimensions.map((id) => atEntry(id, request, key)),
  ];
  return {
    name: "funnel-drivers",
    row: DriverRow,
    text: sql`with a as (${attempts}) select * from (${joinSql(parts, " union all ")}) as found order by kind, name, value, done`,
  };
}

function atEntry(id: string, { facts, definition }: FunnelRequest, key: Sql): Sql {
  const { dialect } = facts;
  const [first] = definition.steps;
  const enters = first === undefined ? raw("true") : funnelTest(first, facts, "steps.0");
  const value = splitValue(id, { facts });
  const entered = sql`select distinct ${key}, a.t_0, a.done, e.v from a join (select user_id as u, ${value} as v, ${dialect.epochUs(raw("event_time"))} as t
      from fct_events where user_id is not null and ${enters}) as e on e.u = a.user_id where e.t = a.t_0`;
  return sql`select 'dimension' as kind, ${raw(literal(id))} as name, v as value, done, count(*) as n from (${entered}) as had group by v, done`;
}
