import { AppError } from "../core/errors.ts";
import { dates } from "../models/dim-dates.ts";
import { items } from "../models/dim-items.ts";
import { users } from "../models/dim-users.ts";
import { dailyInserts, emptyDaily } from "../models/fct-daily.ts";
import { eventRuns } from "../models/fct-event-runs.ts";
import { anonymousEvents, emptyEvents, type FactContext, preparedEvents } from "../models/fct-events.ts";
import { sessions } from "../models/fct-sessions.ts";
import { userDays } from "../models/fct-user-days.ts";
import { sessionizedEvents } from "../models/sessionize.ts";
import { ident, raw, type Sql, sql } from "../sql/sql.ts";
import type { BuildRun } from "./build-run.ts";
import { buildGeo } from "./geo.ts";
import { countRows, datedTables, eventParts, type ModelPlan } from "./plan.ts";
import { buildTableFact } from "./table-facts.ts";
import { eventSpan, timeRange } from "./time-range.ts";
import { userRanges } from "./user-ranges.ts";
import { stagedEvents, viewStatements } from "./views.ts";

export interface FullBuildOptions {
  /** Rows of the log that are put through the windows at once. */
  readonly rangeRows?: number | undefined;
}

/** Makes every relation anew, in an empty database. */
export async function buildEverything(run: BuildRun, plan: ModelPlan, options: FullBuildOptions = {}): Promise<void> {
  run.expect(4 + plan.tables.length);
  await run.step("stg", async () => {
    for (const statement of viewStatements(plan)) await run.exec(statement);
  });
  if (plan.facts !== null) await buildEvents(run, plan, { facts: plan.facts, ...options });
  await buildGeo(run, plan);
  for (const fact of plan.tables) await run.step(fact.name, () => buildTableFact(run, plan, fact));
  await run.step("fct_daily", () => buildDaily(run, plan, raw("true")));
  await buildDates(run, plan);
}

/** Relations per user that are filled range by range, and how a range's rows become theirs. */
const PER_USER = [
  ["fct_sessions", sessions],
  ["fct_event_runs", eventRuns],
  ["fct_user_days", userDays],
  ["dim_users", users],
] as const;

interface EventBuild extends FullBuildOptions {
  readonly facts: FactContext;
}

async function buildEvents(run: BuildRun, plan: ModelPlan, { facts, rangeRows }: EventBuild): Promise<void> {
  const expected = await expectedRows(run, plan);
  const ranges = await userRanges(run, expected, rangeRows);
  run.expect(ranges.length * (1 + PER_USER.length));
  const days = await timeRange(run, eventSpan(raw("stg_events")));
  const prepared = preparedEvents(raw("stg_events"), facts, days);
  await run.exec(sql`create table fct_events as ${emptyEvents(facts)}`);
  for (const [name, rows] of PER_USER) {
    await run.exec(sql`create table ${ident(name)} as ${rows(raw("(select * from fct_events where false)"), facts)}`);
  }
  await run.exec(sql`insert into fct_events ${anonymousEvents(prepared, facts)}`);
  for (const range of ranges) {
    const rows = sql`(select * from (${prepared}) as prepared where ${range})`;
    await run.step("fct_events", () => run.exec(sql`insert into fct_events ${sessionizedEvents(rows, facts)}`));
    const built = sql`(select * from fct_events where ${range})`;
    for (const [name, relation] of PER_USER) {
      await run.step(name, () => run.exec(sql`insert into ${ident(name)} ${relation(built, facts)}`));
    }
  }
  await requireAllRows(run, expected);
  await run.step("dim_items", () => run.exec(sql`create table dim_items as ${items(raw("fct_events"), facts)}`));
}

/** How many rows `fct_events` is to have: those of the lake, or of the users in the sample. */
export async function expectedRows(run: BuildRun, plan: ModelPlan): Promise<number> {
  if (plan.project.sample === undefined) return countRows(eventParts(plan));
  const [row] = await run.cells(sql`select count(*) as n from (${stagedEvents(plan, eventParts(plan))}) as sampled`);
  return Number(row?.[0]);
}

/** @throws AppError LAKE_CONSERVATION when `fct_events` does not have the lake's number of rows */
export async function requireAllRows(run: BuildRun, expected: number): Promise<void> {
  const [row] = await run.cells(sql`select count(*) as n from fct_events`);
  const rows = Number(row?.[0]);
  if (rows === expected) return;
  throw new AppError("LAKE_CONSERVATION", `fct_events has ${rows} rows, the lake has ${expected}`, {
    hint: "run `tidemark build --full`; if it fails again, a part of the lake was changed by hand",
  });
}

/** Makes `fct_daily` for the days that satisfy a condition, after the caller removed what was there. */
export async function buildDaily(run: BuildRun, plan: ModelPlan, days: Sql): Promise<void> {
  const { project, facts, dialect } = plan;
  await run.exec(sql`create table if not exists fct_daily as ${emptyDaily(dialect)}`);
  for (const rows of dailyInserts({ project, facts, dialect, tables: datedTables(plan), days })) {
    await run.exec(sql`insert into fct_daily ${rows}`);
  }
}

export async function buildDates(run: BuildRun, plan: ModelPlan): Promise<void> {
  const dated = [
    ...(plan.facts === null ? [] : ["fct_events"]),
    ...plan.tables.filter(({ time }) => time !== null).map(({ name }) => name),
  ];
  await run.step("dim_dates", () => run.exec(sql`create or replace table dim_dates as ${dates(dated, plan.dialect)}`));
}
