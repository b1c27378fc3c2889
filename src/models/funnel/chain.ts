import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { orderKey, orderKeyColumns } from "../order-key.ts";
import type { FunnelDefinition } from "./definition.ts";
import type { FunnelRequest } from "./funnel-request.ts";
import { runsHaveValue, stepRows, unitColumns, units } from "./funnel-rows.ts";
import { beforeOfName, fromTheFirst, isFirstOfName, namedSteps, startsRun } from "./same-name.ts";
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
  const named = namedSteps(request);
  const tables = joinSql([
    sql`e_0 as (${entries(request, named[0] === true)})`,
    ...later.flatMap((i) => reached(request, i, named)),
  ]);
  const attempts = sql`with ${tables} ${joined(request, 0)}`;
  if (dimension === null) return sql`(${attempts}) as attempts`;
  const names = definition.steps.map((_, i) => raw(`t_${i}`));
  return sql`(select ${joinSql([units(request), ...names, ...splitColumn(request)])} from (${attempts}) as joined) as attempts`;
}

/** Those who reached step i, with what they reached after it. Joined from the last step on: few come far. */
function joined(request: FunnelRequest, i: number): Sql {
  const { steps } = request.definition;
  const deciding = decidingSteps(request);
  const own = unitColumns(request).map((name) => `e_${i}.${name} as ${name}`);
  const columnsOf = (j: number): readonly string[] => [`t_${j}`, ...(deciding.includes(j) ? [`d_${j}`] : [])];
  const here = columnsOf(i).map((name) => `e_${i}.${name} as ${name}`);
  const later = steps.flatMap((_, j) => (j > i ? columnsOf(j).map((name) => `later_${i}.${name} as ${name}`) : []));
  const select = raw(`select ${[...own, ...here, ...later].join(", ")} from e_${i}`);
  if (i === steps.length - 1) return select;
  const same = raw(sameUnit(request, `e_${i}`, `later_${i}`));
  return sql`${select} left join (${joined(request, i + 1)}) as ${raw(`later_${i}`)} on ${same}`;
}

/** Indexes of the steps whose value of the dimension can decide. */
function decidingSteps({ dimension, attribution, definition }: FunnelRequest): readonly number[] {
  if (dimension === null || attribution === "all") return [];
  if (attribution === "last") return definition.steps.map((_, i) => i);
  return [attribution === "first" ? 0 : attribution];
}

/** True unless the value at the step can decide and only `fct_events` has it. */
const answersInRuns = (request: FunnelRequest, i: number): boolean =>
  !decidingSteps(request).includes(i) || runsHaveValue(request);

const sameUnit = (request: FunnelRequest, a: string, b: string): string =>
  unitColumns(request)
    .map((name) => `${a}.${name} = ${b}.${name}`)
    .join(" and ");

function valueAt(request: FunnelRequest, i: number): readonly Sql[] {
  if (!decidingSteps(request).includes(i)) return [];
  return [sql`${request.facts.dialect.firstBy(raw("d"), [raw("k")])} as ${raw(`d_${i}`)}`];
}

/**
 * The time of each unit's entry. Its place among events of the same instant is asked for only where it costs little. The
 * first event of one name is one row per user, which needs no grouping.
 */
function entries(request: FunnelRequest, named: boolean): Sql {
  const [first] = request.definition.steps;
  const runs = named && fromTheFirst(request) && answersInRuns(request, 0);
  if (named && first?.events.length === 1) {
    const own = [units(request), sql`t as t_0`, sql`${orderKey(request.facts)} as k_0`];
    const value = decidingSteps(request).includes(0) ? [raw("d as d_0")] : [];
    return sql`select ${joinSql([...own, ...value])} from ${stepRows(request, 0, { only: isFirstOfName(request), runs })} as r_0`;
  }
  const columns = [
    units(request),
    raw("min(t) as t_0"),
    ...(named ? [raw("min(k) as k_0")] : []),
    ...valueAt(request, 0),
  ];
  const rows = stepRows(request, 0, { only: named ? isFirstOfName(request) : null, runs });
  return sql`select ${joinSql(columns)} from (select *, ${orderKey(request.facts)} as k from ${rows} as r_0) as keyed group by ${units(request)}`;
}

/** Tables that end with `e_<i>`: for each unit that reached step i `t_0`, `k_<i>` and `t_<i>`. */
function reached(request: FunnelRequest, i: number, steps: readonly boolean[]): readonly Sql[] {
  const [named, placed] = [steps[i] === true, request.definition.ties.kind === "order" && (i > 1 || steps[0] === true)];
  const decides = decidingSteps(request).includes(i);
  const runs = startsRun(request, i, steps) && answersInRuns(request, i);
  const earliest = named && !runs;
  const rows = stepRows(request, i, { more: earliest ? [sql`${beforeOfName(request)} as before_t`] : [], runs });
  const carried = [
    ...unitColumns(request).map((name) => `r.${name} as ${name}`),
    ...[...orderKeyColumns(request.facts), "t"].map((name) => `r.${name} as ${name}`),
    "p.t_0 as t_0",
    ...(placed ? [`p.k_${i - 1} as k_before`] : []),
    ...(decides ? ["r.d as d"] : []),
  ];
  const conditions = [...follows(request, i), ...(earliest ? [isEarliest(request, i)] : [])];
  const paired = sql`select ${raw(carried.join(", "))} from ${rows} as r join ${raw(`e_${i - 1}`)} as p
    on ${raw(sameUnit(request, "p", "r"))} where ${raw(conditions.join(" and "))}`;
  const candidates = sql`select *, ${orderKey(request.facts)} as k from (${paired}) as paired`;
  const columns = [
    units(request),
    raw("min(t_0) as t_0"),
    raw(`min(k) as k_${i}`),
    raw(`min(t) as t_${i}`),
    ...valueAt(request, i),
  ];
  const table = (from: Sql): Sql =>
    sql`${raw(`e_${i}`)} as (select ${joinSql(columns)} from ${from} group by ${units(request)})`;
  if (placed) return [table(sql`(${candidates}) as c where k > k_before`)];
  if (request.definition.ties.kind !== "order") return [table(sql`(${candidates}) as c`)];
  return [sql`candidates as (${candidates})`, ...places(request), table(raw("fitting"))];
}

const graceOf = ({ definition: { ties } }: FunnelRequest): string => (ties.kind === "grace" ? ` - ${ties.us}` : "");

/** What times must be for an event to follow the step before; events of one instant are told apart by their place. */
function follows(request: FunnelRequest, i: number): readonly string[] {
  const { window, ties } = request.definition;
  const after = ties.kind === "strict" ? ">" : ">=";
  return [
    `r.t ${after} p.t_${i - 1}${graceOf(request)}`,
    ...(window?.kind === "time" ? [`r.t - p.t_0 <= ${window.us}`] : []),
  ];
}

/** True unless the event of the same name before this one follows the step before as well. */
const isEarliest = (request: FunnelRequest, i: number): string =>
  `(r.before_t is null or r.before_t <= p.t_${i - 1}${graceOf(request)})`;

/**
 * Of candidates at the very instant of the entry only those that stand after it. Few units have any, most logs none: the
 * bounds on the user keep the engine from joining all entries with them.
 */
function places(request: FunnelRequest): readonly Sql[] {
  const own = joinSql(unitColumns(request).map((name) => raw(`x.${name}`)));
  const named = joinSql(unitColumns(request).map((name) => raw(`x.${name} as ${name}`)));
  return [
    sql`tied as (select distinct ${units(request)} from candidates where t = t_0)`,
    sql`places as (select ${named}, min(${orderKey(request.facts)}) as k_0 from (select * from ${stepRows(request, 0)} as entries
      where user_id >= (select min(user_id) from tied) and user_id <= (select max(user_id) from tied)) as x join tied as y on ${raw(sameUnit(request, "y", "x"))} group by ${own})`,
    sql`fitting as (select b.* from candidates as b left join places as z on ${raw(sameUnit(request, "z", "b"))}
      where b.t > b.t_0 or b.k > z.k_0)`,
  ];
}
