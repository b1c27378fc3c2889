import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { type FunnelDefinition, requiredBefore } from "./definition.ts";
import type { FunnelRequest } from "./funnel-request.ts";
import { funnelRows, units } from "./funnel-rows.ts";

/** What a row knows of the attempts that have come to a step: of the latest of them. */
type Carried = "s" | "b";

/** In windows of sessions the entry's session number is the low part of `s`: numbers of sessions that overlap do not rise with time. */
const SESSIONS = 2 ** 19;

/** The events of the unit before this one, as ties are read. */
function frameBefore({ definition: { ties, order } }: FunnelRequest, unit: Sql): Sql {
  if (order === "strict") return sql`(partition by ${unit} order by k rows between 1 preceding and 1 preceding)`;
  switch (ties.kind) {
    case "order":
      return rowsBefore(unit);
    case "strict":
      return sql`(partition by ${unit} order by t range between unbounded preceding and 1 preceding)`;
    case "grace":
      return sql`(partition by ${unit} order by t range between unbounded preceding and ${raw(String(ties.us))} following)`;
  }
}

const rowsBefore = (unit: Sql): Sql =>
  sql`(partition by ${unit} order by k rows between unbounded preceding and 1 preceding)`;

/**
 * The rows of a funnel in order with, for each step i, `s_<i>`: the entry (its place in the log) of the attempt that the
 * row takes to that step, null when it takes none; `b_<i>` is that entry's time. A row takes up the attempt with the
 * latest entry among those that have come to the step before: one running maximum per step, because entries, places
 * and times rise together. `removed` is 1 on all rows of a unit that an exclusion takes out.
 */
export function funnelLevels(request: FunnelRequest): Sql {
  const { definition } = request;
  const unit = units(request);
  let from = entries(request, unit);
  for (let i = 1; i < definition.steps.length; i++) from = level(from, i, request);
  return removals(from, request);
}

function entries(request: FunnelRequest, unit: Sql): Sql {
  const { definition } = request;
  const { exclusions, entry, window } = definition;
  const lasts = exclusions.flatMap(({ remove }, i) =>
    remove ? [] : [sql`max(case when ${raw(`x_${i}`)} then k end) over ${rowsBefore(unit)} as ${raw(`lx_${i}`)}`],
  );
  const first =
    entry === "first" ? [sql`min(case when m_0 and in_days then k end) over (partition by ${unit}) as first_k`] : [];
  const extra = [...lasts, ...first];
  const base =
    extra.length === 0 ? funnelRows(request) : sql`(select *, ${joinSql(extra)} from ${funnelRows(request)}) as base`;
  const enters = raw(entry === "first" ? "k = first_k" : "m_0 and in_days");
  const columns = [
    window?.kind === "sessions"
      ? sql`case when ${enters} then k * ${raw(String(SESSIONS))} + coalesce(n, 0) end as s_0`
      : sql`case when ${enters} then k end as s_0`,
    sql`case when ${enters} then t end as b_0`,
    ...dropsFrom(definition, 0).map((q) => sql`case when ${enters} then k end as ${raw(`f_${q}_0`)}`),
  ];
  return sql`(select *, ${joinSql(columns)} from ${base}) as level_0`;
}

/** Indexes of the exclusions that end attempts and begin to count at a step. */
function dropsFrom({ exclusions }: FunnelDefinition, step: number): readonly number[] {
  return exclusions.flatMap(({ after, remove }, q) => (!remove && after === step ? [q] : []));
}

/** Indexes of the exclusions that lie on the way to a step. */
function dropsOnTheWay({ exclusions }: FunnelDefinition, step: number): readonly number[] {
  return exclusions.flatMap(({ after, before, remove }, q) => (!remove && after < step && step <= before ? [q] : []));
}

function level(from: Sql, i: number, request: FunnelRequest): Sql {
  const { definition } = request;
  const { steps, window, order, ties } = definition;
  const unit = units(request);
  const frame = frameBefore(request, unit);
  const p = requiredBefore(steps, i);
  const withinUs = steps[i]?.withinUs ?? null;
  const later = order === "strict" && ties.kind === "strict";
  const drops = dropsOnTheWay(definition, i);
  const carried: readonly Carried[] = ["s", "b"];
  const heads = [
    ...carried.map((name) => sql`max(${raw(`${name}_${p}`)}) over ${frame} as ${raw(`${name}_head_${i}`)}`),
    ...(withinUs === null && !later
      ? []
      : [sql`max(case when ${raw(`s_${p}`)} is not null then t end) over ${frame} as ${raw(`t_head_${i}`)}`]),
    ...drops.map((q) => sql`max(${raw(`f_${q}_${p}`)}) over ${frame} as ${raw(`f_${q}_head_${i}`)}`),
  ];
  const conditions = [
    raw(`m_${i} and s_head_${i} is not null`),
    ...(window?.kind === "time" ? [raw(`t - b_head_${i} <= ${window.us}`)] : []),
    ...(window?.kind === "sessions" ? [inSessions(`s_head_${i}`, window.sessions)] : []),
    ...(withinUs === null ? [] : [raw(`t - t_head_${i} <= ${withinUs}`)]),
    ...(later ? [raw(`t > t_head_${i}`)] : []),
    ...drops.map((q) => raw(`(lx_${q} is null or lx_${q} <= f_${q}_head_${i})`)),
  ];
  const reaches = joinSql(conditions, " and ");
  const columns = [
    ...carried.map((name) => sql`case when ${reaches} then ${raw(`${name}_head_${i}`)} end as ${raw(`${name}_${i}`)}`),
    ...drops
      .filter((q) => i < (definition.exclusions[q]?.before ?? 0))
      .map((q) => sql`case when ${reaches} then ${raw(`f_${q}_head_${i}`)} end as ${raw(`f_${q}_${i}`)}`),
  ];
  const reached = sql`(select *, ${joinSql(columns)} from (select *, ${joinSql(heads)} from ${from}) as ${raw(`heads_${i}`)})`;
  const firsts = dropsFrom(definition, i).map(
    (q) =>
      sql`case when ${raw(`s_${i}`)} is not null then min(k) over (partition by ${unit}, ${raw(`s_${i}`)}) end as ${raw(`f_${q}_${i}`)}`,
  );
  return sql`(select ${joinSql([raw("*"), ...firsts])} from ${reached} as ${raw(`reached_${i}`)}) as ${raw(`level_${i}`)}`;
}

/** Marks the units with an attempt that met an exclusion which takes them out. */
function removals(from: Sql, request: FunnelRequest): Sql {
  const { exclusions, window } = request.definition;
  const unit = units(request);
  const removing = exclusions.flatMap((one, q) => (one.remove ? [{ ...one, q }] : []));
  if (removing.length === 0) return sql`(select *, 0 as removed from ${from}) as levels`;
  const heads = removing.flatMap(({ q, after, before }) => [
    sql`max(${raw(`s_${after}`)}) over ${rowsBefore(unit)} as ${raw(`open_${q}`)}`,
    sql`max(${raw(`b_${after}`)}) over ${rowsBefore(unit)} as ${raw(`began_${q}`)}`,
    sql`max(${raw(`s_${before}`)}) over ${rowsBefore(unit)} as ${raw(`passed_${q}`)}`,
  ]);
  const met = removing.map(({ q }) => {
    const inTime =
      window === null
        ? raw("")
        : window.kind === "time"
          ? raw(` and t - began_${q} <= ${window.us}`)
          : sql` and ${inSessions(`open_${q}`, window.sessions)}`;
    return sql`(${raw(`x_${q} and open_${q} is not null and (passed_${q} is null or passed_${q} < open_${q})`)}${inTime})`;
  });
  return sql`(select *, max(case when ${joinSql(met, " or ")} then 1 else 0 end) over (partition by ${unit}) as removed
    from (select *, ${joinSql(heads)} from ${from}) as heads) as levels`;
}

/** True when the row's session is one of the first sessions from that of an entry on. */
function inSessions(entry: string, sessions: number): Sql {
  const number = `${entry} % ${SESSIONS}`;
  return raw(`(${number} > 0 and n >= ${number} and n - ${number} < ${sessions})`);
}
