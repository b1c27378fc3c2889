import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { orderKey } from "../order-key.ts";
import type { FunnelDefinition } from "./definition.ts";
import type { FunnelRequest } from "./funnel-request.ts";
import { stepRows, unitColumns, units } from "./funnel-rows.ts";
import { splitColumn } from "./split-column.ts";

/**
 * True when each step can be found by itself: one attempt per unit, every step at the earliest event after the step
 * before it. The plainest funnels are of this kind, and a grouping per step is many times cheaper than windows over all events.
 */
export function isChain({ order, entry, steps, exclusions, window }: FunnelDefinition): boolean {
  const plain = steps.every(({ optional, withinUs }) => !optional && withinUs === null);
  return order === "ordered" && entry === "first" && plain && exclusions.length === 0 && window?.kind !== "sessions";
}

/** The attempts of a funnel for which `isChain` holds: `e_<i>` has the units that reached step i. */
export function chainAttempts(request: FunnelRequest): Sql {
  const { definition, dimension } = request;
  const later = Array.from({ length: definition.steps.length - 1 }, (_, i) => i + 1);
  const tables = joinSql([sql`e_0 as (${entries(request)})`, ...later.flatMap((i) => reached(request, i))]);
  const joins = later.map((i) => raw(` left join e_${i} on ${sameUnit(request, "e_0", `e_${i}`)}`));
  const times = later.map((i) => raw(`e_${i}.t_${i} as t_${i}`));
  const values = decidingSteps(request).map((i) => raw(`e_${i}.d_${i} as d_${i}`));
  const own = unitColumns(request).map((name) => raw(`e_0.${name} as ${name}`));
  const joined = sql`with ${tables} select ${joinSql([...own, raw("e_0.t_0 as t_0"), ...times, ...values])} from e_0${joinSql(joins, "")}`;
  if (dimension === null) return sql`(${joined}) as attempts`;
  const names = definition.steps.map((_, i) => raw(`t_${i}`));
  return sql`(select ${joinSql([units(request), ...names, ...splitColumn(request)])} from (${joined}) as joined) as attempts`;
}

/** Indexes of the steps whose value of the dimension can decide. */
function decidingSteps({ dimension, attribution, definition }: FunnelRequest): readonly number[] {
  if (dimension === null || attribution === "all") return [];
  if (attribution === "last") return definition.steps.map((_, i) => i);
  return [attribution === "first" ? 0 : attribution];
}

const sameUnit = (request: FunnelRequest, a: string, b: string): string =>
  unitColumns(request)
    .map((name) => `${a}.${name} = ${b}.${name}`)
    .join(" and ");

function valueAt(request: FunnelRequest, i: number): readonly Sql[] {
  if (!decidingSteps(request).includes(i)) return [];
  return [sql`${request.facts.dialect.firstBy(raw("d"), [raw("k")])} as ${raw(`d_${i}`)}`];
}

/** The time of each unit's entry. Its place among events of the same instant costs several times as much and is asked for only where it matters. */
function entries(request: FunnelRequest): Sql {
  return sql`select ${joinSql([units(request), raw("min(t) as t_0"), ...valueAt(request, 0)])} from ${stepRows(request, 0)} as r_0 group by ${units(request)}`;
}

/** Tables that end with `e_<i>`: for each unit that reached step i `t_0`, `k_<i>` and `t_<i>`. */
function reached(request: FunnelRequest, i: number): readonly Sql[] {
  const own = joinSql(unitColumns(request).map((name) => raw(`r.${name} as ${name}`)));
  const dimension = request.dimension === null || request.attribution === "all" ? raw("") : raw(", r.d as d");
  const candidates = sql`select ${own}, r.k as k, r.t as t, p.t_0 as t_0${dimension} from ${stepRows(request, i)} as r
    join ${raw(`e_${i - 1}`)} as p on ${raw(sameUnit(request, "p", "r"))} where ${follows(request, i)}`;
  const columns = [
    units(request),
    raw("min(t_0) as t_0"),
    raw(`min(k) as k_${i}`),
    raw(`min(t) as t_${i}`),
    ...valueAt(request, i),
  ];
  const table = (from: Sql): Sql =>
    sql`${raw(`e_${i}`)} as (select ${joinSql(columns)} from ${from} group by ${units(request)})`;
  if (i > 1 || request.definition.ties.kind !== "order") return [table(sql`(${candidates}) as c`)];
  return [sql`candidates as (${candidates})`, ...places(request), table(raw("fitting"))];
}

function follows({ definition: { window, ties } }: FunnelRequest, i: number): Sql {
  const inTime = window?.kind === "time" ? ` and r.t - p.t_0 <= ${window.us}` : "";
  switch (ties.kind) {
    case "order":
      return raw(`${i === 1 ? "r.t >= p.t_0" : `r.k > p.k_${i - 1}`}${inTime}`);
    case "strict":
      return raw(`r.t > p.t_${i - 1}${inTime}`);
    case "grace":
      return raw(`r.t >= p.t_${i - 1} - ${ties.us}${inTime}`);
  }
}

/**
 * Of candidates at the very instant of the entry only those that stand after it. Few units have any, most logs none: the
 * bounds on the user keep the engine from joining all entries with them.
 */
function places(request: FunnelRequest): readonly Sql[] {
  const own = joinSql(unitColumns(request).map((name) => raw(`x.${name}`)));
  const named = joinSql(unitColumns(request).map((name) => raw(`x.${name} as ${name}`)));
  return [
    sql`tied as (select distinct ${units(request)} from candidates where t = t_0)`,
    sql`places as (select ${named}, min(${orderKey(request.facts)}) as k_0 from (select * from ${stepRows(request, 0, { keyed: false })} as entries
      where user_id >= (select min(user_id) from tied) and user_id <= (select max(user_id) from tied)) as x join tied as y on ${raw(sameUnit(request, "y", "x"))} group by ${own})`,
    sql`fitting as (select b.* from candidates as b left join places as z on ${raw(sameUnit(request, "z", "b"))}
      where b.t > b.t_0 or b.k > z.k_0)`,
  ];
}
