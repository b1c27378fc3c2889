import { stepEvents } from "../contract/project/funnel.ts";
import type { Project } from "../contract/project/project.ts";
import { ident, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import { sumType } from "./column-type.ts";
import type { TypedColumn } from "./event-log.ts";
import { exactSum } from "./exact-sum.ts";
import type { FactContext } from "./fct-events.ts";
import { type FunnelTest, testOf } from "./funnel/definition.ts";
import { funnelTest } from "./funnel/event-test.ts";
import { orderKey } from "./order-key.ts";
import type { RelationDoc } from "./relation.ts";

export const fctSessionsDoc: RelationDoc = {
  name: "fct_sessions",
  kind: "table",
  row: "one session of one user",
  columns: [
    { name: "user_id", type: "id", meaning: "user" },
    {
      name: "session_id",
      type: "id",
      meaning: "session id; unique together with the user: a vendor id used by two users is two sessions",
    },
    {
      name: "session_no",
      type: "integer",
      meaning: "ordinal among the user's sessions, from 1, by (started, session_id)",
    },
    { name: "started", type: "timestamp", meaning: "instant of the first event, UTC" },
    { name: "ended", type: "timestamp", meaning: "instant of the last event, UTC" },
    { name: "day", type: "date", meaning: "calendar day of the first event in the project's time zone" },
    { name: "duration_s", type: "number", meaning: "seconds from the first to the last event; 0 for a single event" },
    { name: "entry_event", type: "text", meaning: "name of the first event" },
    { name: "exit_event", type: "text", meaning: "name of the last event" },
    { name: "events", type: "integer", meaning: "events of the session" },
    { name: "items", type: "integer", meaning: "distinct items of the session" },
    { name: "value", type: "decimal or number", meaning: "sum of the events' values; null when none counts" },
    {
      name: "has_<event>",
      type: "boolean",
      meaning: "the session has the event; one column per event that a declared funnel names",
    },
    {
      name: "abandoned_cart",
      type: "boolean",
      meaning:
        "has an event that is the last but one step of the first declared funnel, with the step's conditions, and none that is the last; null without funnels",
    },
  ],
};

/** The events that declared funnels name, each with its column of `fct_sessions`, in order of appearance. */
export function funnelFlags({ funnels }: Pick<Project, "funnels">): ReadonlyMap<string, string> {
  const flags = new Map<string, string>();
  const taken = new Set<string>();
  for (const event of Object.values(funnels).flatMap(({ steps }) => steps.flatMap(stepEvents))) {
    if (flags.has(event)) continue;
    const base = `has_${event.replace(/[^\p{L}\p{N}_]+/gu, "_")}`;
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}_${n}`;
    taken.add(name.toLowerCase());
    flags.set(event, name);
  }
  return flags;
}

/** Sessions of the rows of `fct_events` that a relation holds. */
export function sessions(from: Sql, context: FactContext): Sql {
  const { project, log, dialect } = context;
  const flags = [...funnelFlags(project)].map(
    ([event, name]) => sql`coalesce(max(case when event = ${event} then 1 else 0 end) = 1, false) as ${ident(name)}`,
  );
  return sql`select user_id, session_id, min(session_no) as session_no, min(event_time) as started, max(event_time) as ended,
      min(case when is_new_session then day end) as day,
      ${dialect.microsBetween(raw("min(event_time)"), raw("max(event_time)"))} / 1e6 as duration_s,
      max(case when is_new_session then event end) as entry_event, ${dialect.firstBy(raw("event"), [sql`-${orderKey(context)}`])} as exit_event,
      count(*) as events, count(distinct item_id) as items, ${exactSum(raw("value"), log.valueType, { dialect })} as value,
      ${joinSql([...flags, sql`${abandoned(context)} as abandoned_cart`])}
    from ${from} as f where session_id is not null group by user_id, session_id`;
}

/** What the last two steps of the first declared funnel ask of an event, with the place of the step; empty without funnels. */
export function cartSteps({ funnels }: Pick<Project, "funnels">): readonly (FunnelTest & { readonly path: string })[] {
  const [[id, funnel] = []] = Object.entries(funnels);
  const steps = (funnel?.steps ?? []).map((step, i) => ({
    ...testOf(typeof step === "string" ? { event: step } : step),
    path: `funnels.${id}.steps.${i}`,
  }));
  return steps.slice(-2);
}

/** Whether a session changes when only the event after its last one becomes known. */
export function sessionsLookAhead(project: Pick<Project, "funnels">): boolean {
  return cartSteps(project).some(({ where }) => Object.keys(where).some((name) => name.toLowerCase() === "next_event"));
}

function abandoned(context: FactContext): Sql {
  const [before, last] = cartSteps(context.project);
  if (before === undefined || last === undefined) return context.dialect.cast(raw("null"), "boolean");
  const has = ({ path, ...test }: typeof last): Sql =>
    sql`max(case when ${funnelTest(test, context, path)} then 1 else 0 end)`;
  return sql`(${has(before)} = 1 and ${has(last)} = 0)`;
}

/** The columns of `fct_sessions` with their types, in order. */
export function sessionColumns({ project, log }: Pick<FactContext, "project" | "log">): readonly TypedColumn[] {
  const user = log.staged.find(({ name }) => name === "user_id")?.type ?? "text";
  return [
    { name: "user_id", type: user },
    { name: "session_id", type: log.sessionType },
    { name: "session_no", type: "integer" },
    { name: "started", type: "timestamp" },
    { name: "ended", type: "timestamp" },
    { name: "day", type: "date" },
    { name: "duration_s", type: "number" },
    { name: "entry_event", type: "text" },
    { name: "exit_event", type: "text" },
    { name: "events", type: "integer" },
    { name: "items", type: "integer" },
    { name: "value", type: sumType(log.valueType) },
    ...[...funnelFlags(project).values()].map((name): TypedColumn => ({ name, type: "boolean" })),
    { name: "abandoned_cart", type: "boolean" },
  ];
}

/**
 * The relation of sessions as they were at an instant, in microseconds: those that go on after it are made anew of their
 * events until then, those that begin after it are not there. Null for the sessions as they are built.
 */
export function sessionsAsOf(endUs: number | null, context: FactContext): Sql {
  if (endUs === null) return raw("fct_sessions");
  const { dialect } = context;
  const upTo = (column: string): Sql => sql`${dialect.epochUs(raw(column))} <= ${raw(String(endUs))}`;
  const columns = sessionColumns(context);
  const running = sql`select user_id, session_id from fct_sessions where ${upTo("started")} and not ${upTo("ended")}`;
  const known = sql`(select * from fct_events where ${upTo("event_time")} and session_id is not null and (user_id, session_id) in (${running}))`;
  // engines unite columns of the same type only
  const made = columns.map(({ name, type }) => sql`${dialect.cast({ ...ident(name), type }, type)} as ${ident(name)}`);
  return sql`(select ${joinSql(columns.map(({ name }) => ident(name)))} from fct_sessions where ${upTo("ended")}
    union all select ${joinSql(made)} from (${sessions(known, context)}) as running)`;
}
