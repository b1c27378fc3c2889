import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { records } from "../records.ts";
import type { WorldFile, WorldRun } from "../world.ts";
import { NULL_FIELDS } from "./fields.ts";
import { AMPLITUDE, type AmplitudePlan, DAY_MS } from "./parameters.ts";
import { LATENCIES, PLACE_AND_DEVICE } from "./tally.ts";
import { hmmTruth, markovTruth, segmentTruth } from "./truth-of-process.ts";

const QUANTILES = { p25: 0.25, median: 0.5, p75: 0.75, p95: 0.95, p99: 0.99 } as const;
const NAMED = raw("shown_user is not null and shown_user <> 'EMPTY'");

/** What was planted, with parameters, and what the generated rows hold, counted by SQL. */
export async function amplitudeTruth(
  { warehouse }: WorldRun,
  { startMs }: AmplitudePlan,
  files: readonly WorldFile[],
): Promise<Record<string, unknown>> {
  const all = (text: Sql): ReturnType<typeof records> => records(warehouse, text);
  const one = async (text: Sql): Promise<Readonly<Record<string, unknown>>> => (await all(text))[0] ?? {};
  const events = raw("sum(events)::bigint as events");
  const day = sql`(hour_no // 24 * ${DAY_MS})`;
  return {
    files,
    counted: "every row but the later one of a repeated $insert_id, as `dedupe: id` keeps them; EMPTY is no user",
    realised: { ...(await one(totals)), ...(await one(rowTotals)) },
    defects: await one(defects(startMs / 3_600_000)),
    nulls: {
      ...(await one(nulls)),
      ...Object.fromEntries(NULL_FIELDS.map((name) => [name, "all"])),
    },
    places: {
      file: "truth-places.csv",
      shares: { city: AMPLITUDE.cityNullShare, region_given_city: AMPLITUDE.regionNullGivenCityNull },
    },
    events_by_type: await all(sql`select event_type, ${events} from counted_types group by 1 order by events desc, 1`),
    events_by_day: await all(
      sql`select epoch_ms(${day})::date as day, ${events} from counted_hours group by 1 order by 1`,
    ),
    events_by_hour_utc: await all(sql`select hour_no % 24 as hour, ${events} from counted_hours group by 1 order by 1`),
    events_by_weekday_utc: await all(
      sql`select isodow(epoch_ms(${day})::date) as weekday, ${events} from counted_hours group by 1 order by 1`,
    ),
    ...(await byField(warehouse)),
    sessions: await sessionTruth(warehouse),
    latencies_ms: await latencyTruth(warehouse),
    machines: await all(machines),
    profile: { planted: { weekday_from_monday: AMPLITUDE.weekday, hour_local: AMPLITUDE.hour } },
    segments: await segmentTruth(warehouse),
    markov: await markovTruth(warehouse),
    hmm: await hmmTruth(warehouse),
  };
}

const rowTotals = sql`
select sum(row_count)::bigint as rows, sum(row_count - repeated)::bigint as events, sum(repeated)::bigint as repeated_insert_ids
from counted_rows`;

const totals = sql`
select count(distinct shown_user) filter (where ${NAMED}) as users, count(distinct device_id) as devices,
  (select count(distinct session_id) from counted_sessions where form <> 'outside') as session_ids,
  (select count(distinct (user_no, session_id)) from counted_sessions where form <> 'outside' and identity = 'named') as sessions_of_users
from counted_profiles`;

const defects = (startHour: number): Sql => sql`
select (select sum(events)::bigint from counted_profiles where shown_user = 'EMPTY') as user_empty_events,
  (select sum(events)::bigint from counted_profiles where shown_user is null) as user_null_events,
  (select sum(events)::bigint from counted_sessions where form = 'outside') as session_minus_1_events,
  (select sum(events)::bigint from counted_types where event_type = 'EMPTY') as type_empty_events,
  (select sum(repeated)::bigint from counted_rows) as repeated_insert_ids,
  (select sum(events)::bigint from counted_hours where hour_no < ${startHour}) as events_before_the_window`;

const nulls: Sql = sql`select ${joinSql(
  (["city", "region", "dma", "device_type", "user_id"] as const).map(
    (name) =>
      sql`coalesce(sum(events) filter (where ${raw(PLACE_AND_DEVICE[name])} is null), 0)::bigint as ${raw(name)}`,
  ),
)} from counted_profiles`;

const machines = sql`
select case when user_no = 0 then 'monitor' else 'bot' end as kind, user_id, count(*) as sessions, sum(events)::bigint as events
from counted_sessions join users using (user_no) where machine group by user_no, user_id order by user_no`;

/** Events, sessions and users per value of each field of place and device; a null value is kept. */
async function byField(warehouse: WorldRun["warehouse"]): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(PLACE_AND_DEVICE)) {
    if (name === "user_id") continue;
    result[`by_${name}`] = await records(
      warehouse,
      sql`select ${raw(column)} as value, sum(events)::bigint as events, sum(sessions)::bigint as sessions,
  count(distinct shown_user) filter (where ${NAMED}) as users
from counted_profiles group by 1 order by events desc, 1`,
    );
  }
  return result;
}

/** Quantiles by linear interpolation (type 7) of `value`, each counted `n` times. */
function quantiles(counts: Sql): Sql {
  const columns = Object.entries(QUANTILES).map(([name, q]) => {
    const at = sql`((total - 1) * ${q}::double)`;
    const value = (rounded: Sql): Sql => sql`min(value) filter (where upto > ${rounded})`;
    return sql`round(${value(sql`floor${at}`)} + (${value(sql`ceil${at}`)} - ${value(sql`floor${at}`)}) * max(${at} - floor${at}), 6) as ${raw(name)}`;
  });
  return sql`
with histogram as (select value, sum(n)::bigint as n from (${counts}) group by 1),
running as (select value, n, sum(n) over (order by value) as upto, sum(n) over () as total from histogram)
select max(total)::bigint as count, min(value) as min, ${joinSql(columns)}, max(value) as max,
  round(sum(value::hugeint * n)::double / max(total), 6) as mean, coalesce(sum(n) filter (where value < 0), 0)::bigint as negative
from running`;
}

async function latencyTruth(warehouse: WorldRun["warehouse"]): Promise<unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, { means }] of Object.entries(LATENCIES)) {
    const counts = sql`select ms as value, events as n from counted_latencies where name = ${name}`;
    const [row] = await records(warehouse, quantiles(counts));
    result[name] = { of: means, ...row };
  }
  return result;
}

async function sessionTruth(warehouse: WorldRun["warehouse"]): Promise<unknown> {
  const of = async (value: string, where: string): Promise<unknown> =>
    (
      await records(
        warehouse,
        quantiles(raw(`select ${value} as value, 1 as n from counted_sessions where form <> 'outside' and ${where}`)),
      )
    )[0];
  const forms = await records(
    warehouse,
    raw(`select form, count(*) as sessions, round(count(*)::double / sum(count(*)) over (), 6) as share, sum(events)::bigint as events
from counted_sessions where form <> 'outside' group by 1 order by 1`),
  );
  return {
    forms,
    heartbeat: "session_start and session_end within 1 ms",
    events_per_session: await of("events", "true"),
    events_per_session_of_users: await of("events", "identity = 'named'"),
    duration_ms: await of("lasts_ms", "true"),
    duration_ms_of_users: await of("lasts_ms", "identity = 'named'"),
  };
}
