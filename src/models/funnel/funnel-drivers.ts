import { z } from "zod";
import type { Dialect } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { dimensionsOf } from "../dimension.ts";
import { PairSumsRow, pairSums } from "../group-pair/pair-sums.ts";
import { funnelAttempts } from "./attempts.ts";
import { funnelTest } from "./event-test.ts";
import { type FunnelRequest, undivided } from "./funnel-request.ts";
import { splitValue, unitColumns } from "./funnel-rows.ts";

/**
 * Sums over users: the second group are their attempts that have something, the first those that have it not, of users with
 * any that do; of `all` the first group are all attempts.
 */
const DriverRow = PairSumsRow.omit({ m: true }).extend({
  /** all; event: it happened between entry and conversion; dimension: the entry had the value. */
  kind: z.enum(["all", "event", "dimension"]),
  name: z.string(),
  value: z.string(),
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
  const { dialect } = facts;
  const { steps, window } = definition;
  const last = `t_${steps.length - 1}`;
  const plain = undivided(request);
  const closed = raw(window?.kind === "time" ? `t_0 + ${window.us} <= ${endUs}` : "true");
  const until = raw(window?.kind === "time" ? `coalesce(${last}, t_0 + ${window.us})` : `coalesce(${last}, ${endUs})`);
  const unit = unitColumns(plain);
  const own = joinSql(unit.map((name) => raw(name)));
  const attempts = sql`select ${own}, t_0, case when ${raw(last)} is null then 0 else 1 end as done, ${until} as until_t
    from ${funnelAttempts(plain)} where ${closed}`;
  const key = joinSql(unit.map((name) => raw(`a.${name} as ${name}`)));
  const names = steps.flatMap(({ events }) => events.map((event) => sql`${event}`));
  const during = sql`select distinct ${key}, a.t_0, a.done, e.event as v from a join (select user_id as u, event, ${dialect.epochUs(raw("event_time"))} as t
      from fct_events where user_id is not null and event not in (${joinSql(names)})) as e
    on e.u = a.user_id where e.t > a.t_0 and e.t < a.until_t`;
  const dimensions = dimensionsOf(facts.project, null).slice(0, MOST_DIMENSIONS);
  const perUser = [
    sql`select 'all' as kind, '' as name, '' as value, n as a1, y as x1, 0 as a2, 0 as x2 from users`,
    ofUsers(during, { kind: "event", name: raw("v"), value: raw("''") }, dialect),
    ...dimensions.map((id) =>
      ofUsers(atEntry(id, request, key), { kind: "dimension", name: raw(literal(id)), value: raw("v") }, dialect),
    ),
  ];
  return {
    name: "funnel-drivers",
    row: DriverRow,
    text: sql`with a as (${attempts}), users as (select user_id, ${counted("n", "y", dialect)} from a group by user_id)
      select kind, name, value, ${pairSums(dialect)} from (${joinSql(perUser, " union all ")}) as found
      group by kind, name, value order by kind, name, value`,
  };
}

/** Attempts of a group, and those of them that converted. */
const counted = (attempts: string, done: string, dialect: Dialect): Sql =>
  joinSql([
    sql`${dialect.cast(raw("count(*)"), "integer")} as ${raw(attempts)}`,
    sql`${dialect.cast(raw("sum(done)"), "integer")} as ${raw(done)}`,
  ]);

interface Had {
  readonly kind: "event" | "dimension";
  readonly name: Sql;
  readonly value: Sql;
}

/** Users with an attempt that has `v`, with those of their attempts that have it and those that have it not. */
function ofUsers(had: Sql, { kind, name, value }: Had, dialect: Dialect): Sql {
  return sql`select ${raw(literal(kind))} as kind, ${name} as name, ${value} as value, n - h as a1, y - w as x1, h as a2, w as x2
    from (select user_id as had_by, v, ${counted("h", "w", dialect)} from (${had}) as had group by user_id, v) as having_it
    join users on users.user_id = had_by`;
}

function atEntry(id: string, { facts, definition }: FunnelRequest, key: Sql): Sql {
  const { dialect } = facts;
  const [first] = definition.steps;
  const enters = first === undefined ? raw("true") : funnelTest(first, facts, "steps.0");
  const value = splitValue(id, { facts });
  return sql`select distinct ${key}, a.t_0, a.done, e.v from a join (select user_id as u, ${value} as v, ${dialect.epochUs(raw("event_time"))} as t
      from fct_events where user_id is not null and ${enters}) as e on e.u = a.user_id where e.t = a.t_0`;
}
