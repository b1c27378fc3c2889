import type { LakePart } from "../contract/manifest.ts";
import { items } from "../models/dim-items.ts";
import { users } from "../models/dim-users.ts";
import { eventRuns } from "../models/fct-event-runs.ts";
import {
  anonymousEvents,
  type FactContext,
  factColumnNames,
  preparedEvents,
  preparedFromFacts,
} from "../models/fct-events.ts";
import { sessions, sessionsLookAhead } from "../models/fct-sessions.ts";
import { userDays } from "../models/fct-user-days.ts";
import { sessionizedEvents } from "../models/sessionize.ts";
import { ident, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import type { BuildRun } from "./build-run.ts";
import { buildDaily, expectedRows, requireAllRows } from "./full-build.ts";
import type { ModelPlan } from "./plan.ts";
import { eventSpan, timeRange } from "./time-range.ts";
import { stagedEvents } from "./views.ts";

/** What one incremental build adds. */
export interface Addition {
  readonly facts: FactContext;
  /** Parts of the event log that are not in the models yet. */
  readonly added: readonly LakePart[];
}

/**
 * Collects what the new parts touch, in temporary tables:
 * `new_events` the new rows, prepared; `carry` one row per user of a new row: since when the user's events are made
 * anew, and what is known from before; `known` the sessions that started before; `touched` the rows to make.
 * @returns rows of `fct_events` that would be written
 */
export async function collectTouched(run: BuildRun, plan: ModelPlan, { facts, added }: Addition): Promise<number> {
  const staged = sql`(${stagedEvents(plan, added)}) as staged`;
  const days = await timeRange(run, eventSpan(staged));
  await run.exec(sql`create or replace temp table new_events as ${preparedEvents(staged, facts, days)}`);
  await run.exec(sql`create or replace temp table carry as ${carryRows(facts)}`);
  await run.exec(sql`create or replace temp table carry_names as
    select f.user_id, f.event, max(f.event_time) as last_time from fct_events as f join carry as c on c.user_id = f.user_id
    where f.event_time < c.since group by f.user_id, f.event`);
  await run.exec(sql`create or replace temp table known as
    select s.user_id, s.session_id, s.session_no from fct_sessions as s
    join carry as c on c.user_id = s.user_id where s.started < c.since`);
  await run.exec(sql`create or replace temp table touched as
    select * from new_events where user_id is not null
    union all select ${preparedFromFacts(facts)} from fct_events as f join carry as c on c.user_id = f.user_id
      where f.event_time >= c.since`);
  const [row] = await run.cells(sql`select count(*) as n from touched`);
  return Number(row?.[0]);
}

/** Per user of a new row: the instant of the earliest one, the last event before it, the open session, the number of sessions. */
function carryRows({ log, dialect }: FactContext): Sql {
  const idle =
    log.idleSources.length === 0
      ? raw("false")
      : sql`f.source in (${joinSql(log.idleSources.map((id) => sql`${id}`))})`;
  return sql`with since as (
      select user_id, min(event_time) as since from new_events where user_id is not null group by user_id
    ),
    before as (
      select f.user_id, max(f.event_time) as last_time, max(case when ${idle} then f.event_time end) as idle_time
      from fct_events as f join since as s on s.user_id = f.user_id where f.event_time < s.since group by f.user_id
    ),
    last_rows as (
      select f.user_id, f.event as last_event, f.ingest_seq as last_seq, f.source as last_source,
        row_number() over (partition by f.user_id order by f.ingest_seq desc, f.source desc) as rank
      from fct_events as f join before as b on b.user_id = f.user_id and b.last_time = f.event_time
    ),
    idle_rows as (
      select f.user_id, min(f.session_id) as idle_session
      from fct_events as f join before as b on b.user_id = f.user_id and b.idle_time = f.event_time where ${idle} group by f.user_id
    ),
    counts as (
      select s.user_id, count(*) as sessions_before from fct_sessions as s join since as t on t.user_id = s.user_id
      where s.started < t.since group by s.user_id
    )
    select s.user_id, s.since, b.last_time, l.last_event, l.last_seq, l.last_source, b.idle_time, i.idle_session,
      coalesce(n.sessions_before, ${dialect.cast(raw("0"), "integer")}) as sessions_before
    from since as s left join before as b on b.user_id = s.user_id
    left join last_rows as l on l.user_id = s.user_id and l.rank = 1
    left join idle_rows as i on i.user_id = s.user_id
    left join counts as n on n.user_id = s.user_id`;
}

/** Brings the models up to the new rows, inside the caller's transaction, after `collectTouched`. */
export async function applyTouched(run: BuildRun, plan: ModelPlan, { facts }: Addition): Promise<void> {
  run.expect(6);
  await run.step("fct_events", () => replaceEvents(run, facts));
  await run.step("fct_sessions", () => replaceSessions(run, facts));
  await run.step("fct_event_runs", () => replaceRuns(run, facts));
  await run.step("fct_user_days", () => replaceUserDays(run, facts));
  await run.step("dim_users", () => replaceUsers(run, facts));
  await run.step("dim_items", () => replaceItems(run, facts));
  await requireAllRows(run, await expectedRows(run, plan));
}

async function replaceEvents(run: BuildRun, facts: FactContext): Promise<void> {
  const columns = joinSql(factColumnNames(facts).map((name) => ident(name)));
  await run.exec(
    sql`delete from fct_events using carry where fct_events.user_id = carry.user_id and fct_events.event_time >= carry.since`,
  );
  const made = sessionizedEvents(raw("touched"), facts, {
    carry: raw("carry"),
    names: raw("carry_names"),
    known: raw("known"),
  });
  await run.exec(sql`insert into fct_events (${columns}) ${made}`);
  await run.exec(sql`insert into fct_events (${columns}) ${anonymousEvents(raw("select * from new_events"), facts)}`);
  await run.exec(sql`create or replace temp table first_events as
    select user_id, event from (select user_id, event, row_number() over (partition by user_id order by event_time, ingest_seq, source) as rank
      from touched) as ranked where rank = 1`);
  await run.exec(sql`update fct_events set next_event = first_events.event from carry join first_events on first_events.user_id = carry.user_id
    where fct_events.user_id = carry.user_id and fct_events.event_time = carry.last_time
      and fct_events.ingest_seq = carry.last_seq and fct_events.source = carry.last_source`);
}

async function replaceSessions(run: BuildRun, facts: FactContext): Promise<void> {
  const alsoBefore = sessionsLookAhead(facts.project) ? sql`or f.event_time = c.last_time` : raw("");
  await run.exec(sql`create or replace temp table touched_sessions as
    select t.user_id, t.session_id, least(min(t.event_time), min(coalesce(s.started, t.event_time))) as started
    from (select f.user_id, f.session_id, f.event_time from fct_events as f join carry as c on c.user_id = f.user_id
      where (f.event_time >= c.since ${alsoBefore}) and f.session_id is not null) as t
    left join fct_sessions as s on s.user_id = t.user_id and s.session_id = t.session_id
    group by t.user_id, t.session_id`);
  await run.exec(sql`delete from fct_sessions using carry
    where fct_sessions.user_id = carry.user_id and fct_sessions.started >= carry.since`);
  await run.exec(sql`delete from fct_sessions using touched_sessions as t
    where fct_sessions.user_id = t.user_id and fct_sessions.session_id = t.session_id`);
  const [row] = await run.cells(sql`select cast(min(started) as varchar) as first from touched_sessions`);
  const first = row?.[0] ?? null;
  if (first === null) return;
  const rows = sql`(select f.* from fct_events as f join touched_sessions as t
    on t.user_id = f.user_id and t.session_id = f.session_id
    where f.event_time >= ${facts.dialect.cast(sql`${first}`, "timestamp")})`;
  await run.exec(sql`insert into fct_sessions ${sessions(rows, facts)}`);
}

async function replaceRuns(run: BuildRun, facts: FactContext): Promise<void> {
  await run.exec(sql`delete from fct_event_runs using carry
    where fct_event_runs.user_id = carry.user_id and fct_event_runs.event_time >= carry.since`);
  const rows = sql`(select f.* from fct_events as f join carry as c on c.user_id = f.user_id where f.event_time >= c.since)`;
  await run.exec(sql`insert into fct_event_runs ${eventRuns(rows, facts)}`);
}

async function replaceUserDays(run: BuildRun, facts: FactContext): Promise<void> {
  await run.exec(sql`create or replace temp table touched_days as select distinct user_id, day from touched`);
  await run.exec(sql`delete from fct_user_days using touched_days as t
    where fct_user_days.user_id = t.user_id and fct_user_days.day = t.day`);
  const within = await dayBounds(run, "touched_days", "f.day");
  const rows = sql`(select f.* from fct_events as f join touched_days as t on t.user_id = f.user_id and t.day = f.day
    where ${within})`;
  await run.exec(sql`insert into fct_user_days ${userDays(rows, facts)}`);
}

/** The span of days in a table as a condition with literals, by which the engine skips what it need not read. */
async function dayBounds(run: BuildRun, table: string, column: string): Promise<Sql> {
  const [row] = await run.cells(
    sql`select cast(min(day) as varchar) as lo, cast(max(day) as varchar) as hi from ${raw(table)}`,
  );
  const [lo, hi] = row ?? [];
  if (typeof lo !== "string" || typeof hi !== "string") return raw("false");
  const { dialect } = run.warehouse;
  return sql`${raw(column)} between ${dialect.cast(sql`${lo}`, "date")} and ${dialect.cast(sql`${hi}`, "date")}`;
}

async function replaceUsers(run: BuildRun, facts: FactContext): Promise<void> {
  const touched = raw("user_id in (select user_id from carry)");
  await run.exec(sql`delete from dim_users where ${touched}`);
  await run.exec(sql`insert into dim_users ${users(sql`(select * from fct_events where ${touched})`, facts)}`);
}

async function replaceItems(run: BuildRun, facts: FactContext): Promise<void> {
  const touched = raw("item_id in (select item_id from new_events)");
  await run.exec(sql`delete from dim_items where ${touched}`);
  await run.exec(sql`insert into dim_items ${items(sql`(select * from fct_events where ${touched})`, facts)}`);
}

/** Days of rows made anew, of the event before them, and of the sessions they belong to. */
export async function replaceDays(run: BuildRun, plan: ModelPlan): Promise<void> {
  await run.exec(sql`create or replace temp table stale_days as
    select day from touched union select day from new_events
    union select f.day from fct_events as f join carry as c on c.user_id = f.user_id and f.event_time = c.last_time
    union select f.day from fct_sessions as f join touched_sessions as t on t.user_id = f.user_id and t.session_id = f.session_id`);
  const days = sql`day in (select day from stale_days) and ${await dayBounds(run, "stale_days", "day")}`;
  await run.exec(sql`delete from fct_daily where ${days}`);
  await buildDaily(run, plan, days);
}

/** Removes the temporary tables of an incremental build. */
export async function dropTouched(run: BuildRun): Promise<void> {
  for (const name of [
    "new_events",
    "carry",
    "carry_names",
    "known",
    "touched",
    "first_events",
    "touched_sessions",
    "touched_days",
    "stale_days",
  ]) {
    await run.exec(sql`drop table if exists ${raw(name)}`);
  }
}
