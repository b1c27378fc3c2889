import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { anyOrderAttempts } from "./any-order.ts";
import { chainAttempts, isChain } from "./chain.ts";
import { isDisjoint } from "./definition.ts";
import { funnelLevels } from "./funnel-levels.ts";
import type { FunnelRequest } from "./funnel-request.ts";
import { unitColumns, units } from "./funnel-rows.ts";
import { splitColumn } from "./split-column.ts";

/**
 * One row per counted attempt: the unit's columns, `t_<i>` (time of step i in microseconds since 1970, null when it was
 * not reached) and, with a dimension, `v`. Meant to stand in a `from`.
 */
export function funnelAttempts(request: FunnelRequest): Sql {
  if (request.definition.order === "any") return anyOrderAttempts(request);
  if (isChain(request.definition)) return chainAttempts(request);
  const grouped = groupedAttempts(request);
  return request.definition.entry === "best" ? bestOf(grouped, request) : grouped;
}

interface Grouping {
  /** A relation with one row per event and step that it reaches. */
  readonly from: Sql;
  /** True on rows that reach step i. */
  readonly at: (i: number) => Sql;
}

function groupedAttempts(request: FunnelRequest): Sql {
  const { definition } = request;
  const { steps } = definition;
  const { from, at } = isDisjoint(steps) ? oneStepPerRow(request) : everyStepOfRow(request);
  const columns = [
    units(request),
    raw("start"),
    ...steps.map((_, i) => sql`min(case when ${at(i)} then t end) as ${raw(`u_${i}`)}`),
    ...steps.flatMap((step, i) =>
      step.optional || steps.some((one, j) => one.optional && nextRequired(request, j) === i)
        ? [sql`min(case when ${at(i)} then k end) as ${raw(`k_${i}`)}`]
        : [],
    ),
    ...valueColumns(request, at),
  ];
  const groups = sql`select ${joinSql(columns)} from ${from} where start is not null and removed = 0 group by ${units(request)}, start`;
  const times = steps.map((step, i) => {
    const late = step.optional
      ? sql` and (${raw(`k_${nextRequired(request, i)}`)} is null or ${raw(`k_${i} < k_${nextRequired(request, i)}`)})`
      : raw("");
    return step.optional
      ? sql`case when ${raw(`u_${i}`)} is not null${late} then ${raw(`u_${i}`)} end as ${raw(`t_${i}`)}`
      : raw(`u_${i} as t_${i}`);
  });
  return sql`(select ${joinSql([units(request), raw("start"), ...times, ...splitColumn(request)])} from (${groups}) as grouped) as attempts`;
}

function nextRequired({ definition: { steps } }: FunnelRequest, index: number): number {
  const next = steps.findIndex((step, i) => i > index && !step.optional);
  return next < 0 ? steps.length - 1 : next;
}

function oneStepPerRow(request: FunnelRequest): Grouping {
  const starts = request.definition.steps.map((_, i) => raw(`s_${i}`));
  return {
    from: sql`(select *, coalesce(${joinSql([...starts].reverse())}) as start from ${funnelLevels(request)}) as steps`,
    at: (i) => raw(`s_${i} is not null`),
  };
}

/** An event that can be several steps may belong to several attempts. */
function everyStepOfRow(request: FunnelRequest): Grouping {
  const { steps } = request.definition;
  const numbers = joinSql(
    steps.map((_, i) => raw(`select ${i} as step`)),
    " union all ",
  );
  const start = sql`case ${joinSql(
    steps.map((_, i) => raw(`when step = ${i} then s_${i}`)),
    " ",
  )} end as start`;
  return {
    from: sql`(select *, ${start} from ${funnelLevels(request)} cross join (${numbers}) as numbers) as steps`,
    at: (i) => raw(`step = ${i}`),
  };
}

/** The dimension's value at each step that can decide. */
function valueColumns(request: FunnelRequest, at: (i: number) => Sql): readonly Sql[] {
  const { dimension, attribution, definition, facts } = request;
  if (dimension === null || attribution === "all") return [];
  const deciding =
    attribution === "last" ? definition.steps.map((_, i) => i) : [attribution === "first" ? 0 : attribution];
  return deciding.map(
    (i) => sql`${facts.dialect.firstBy(sql`case when ${at(i)} then d end`, [raw("k")])} as ${raw(`d_${i}`)}`,
  );
}

/** Of each unit the attempt that came furthest; of several the earliest. */
function bestOf(attempts: Sql, request: FunnelRequest): Sql {
  const { steps } = request.definition;
  const depth = joinSql(
    steps.flatMap(({ optional }, i) => (optional ? [] : [raw(`case when t_${i} is null then 0 else 1 end`)])),
    " + ",
  );
  const names = [
    ...unitColumns(request),
    ...steps.map((_, i) => `t_${i}`),
    ...(request.dimension === null ? [] : ["v"]),
  ].map((name) => raw(name));
  return sql`(select ${joinSql(names)} from (
    select *, row_number() over (partition by ${units(request)} order by ${depth} desc, start) as place from ${attempts}) as ranked
    where place = 1) as attempts`;
}
