import type { PackCheckId } from "../../src/contract/quality.ts";
import { type CheckedLog, createModels, type LogFixture, steadyLog } from "./checked-log.ts";

/** The steady log with some rows changed: `replace (...)` of its columns. */
export const changed = (replace: string, options = {}): string =>
  `select * replace (${replace}) from (${steadyLog(options)})`;
export const EMPTY = "select null::timestamp as event_time where false";
export const FUNNEL = `
project: { name: test }
sources:
  events: { path: e.csv, events: { time: t, name: n, user: u } }
funnels: { buy: { steps: [view, purchase] }, typo: { steps: [view, purchse] } }
`;
export const CORRECT_FUNNEL = FUNNEL.replace("purchse", "purchase");
export const PLAN = `
project: { name: test }
sources:
  events: { path: e.csv, events: { time: t, name: n, user: u } }
checks: { plan: { check: accepted, on: events, column: event, values: [view, cart, purchase], severity: info } }
`;
export const ORDERS = `
project: { name: test }
sources:
  orders: { path: o.csv, table: { key: order_id } }
`;
export const orders = (rows: string): LogFixture => ({
  project: ORDERS,
  setup: [`create table fct_orders as select * from (values ${rows}) as t(order_id, amount)`],
  files: [{ source: "orders", kept: rows.split("), (").length }],
});
export const quarantine = (column: string, rows: number): string =>
  `create table quarantine as select 'events' as source, 'f.csv' as file, i as line, '${column}' as column_name, 'not a number' as reason, 'x' as raw from range(${rows}) r(i)`;

interface Case {
  /** Fails, with this value. */
  readonly bad: LogFixture;
  readonly value: number;
  readonly says: RegExp;
  /** Undetermined for this reason; absent when any log determines it. */
  readonly thin?: LogFixture;
  readonly reason?: RegExp;
  /** Passes; default: the steady log. */
  readonly good?: LogFixture;
  /** Runs before the check, for what needs an earlier run. */
  readonly before?: (log: CheckedLog) => Promise<void>;
}

export const CASES: Readonly<Record<Exclude<PackCheckId, "reconciliation" | "duplicate_key">, Case>> = {
  quarantined_rows: {
    bad: { events: steadyLog(), files: [{ source: "events", kept: 33_600, quarantined: 400 }] },
    value: 400 / 34_000,
    says: /^400 of 34,000 rows \(1\.18 %\) could not be typed and are in quarantine/,
    thin: {},
    reason: /no loaded rows/,
  },
  duplicate_rows: {
    bad: { events: steadyLog(), files: [{ source: "events", kept: 33_600, duplicates: 1400 }] },
    value: 0.04,
    says: /^1,400 of 35,000 rows \(4 %\) were copies of another row and were dropped/,
    thin: {},
    reason: /no loaded rows/,
  },
  missing_user: {
    bad: { events: changed("case ingest_seq % 5 when 0 then null when 1 then '  ' else user_id end as user_id") },
    value: 0.4,
    says: /13,440 of 33,600 events \(40 %\) have no user/,
    thin: { events: `${steadyLog()} limit 29` },
    reason: /29 events; 30 are needed/,
  },
  missing_time: {
    bad: {
      events: steadyLog(),
      setup: [quarantine("event_time", 400)],
      files: [{ source: "events", kept: 33_600, quarantined: 400 }],
    },
    value: 400 / 34_000,
    says: /^400 of 34,000 rows \(1\.18 %\) have no readable time/,
    thin: {},
    reason: /./,
  },
  unknown_event: {
    bad: { events: steadyLog(), project: PLAN },
    value: 8400,
    says: /0 of 33,600 events have no name, 8,400 have one outside the 3 planned names/,
    thin: { events: EMPTY },
    reason: /no events/,
  },
  unused_event_name: {
    good: { events: steadyLog(), project: CORRECT_FUNNEL },
    bad: { events: steadyLog(), project: FUNNEL },
    value: 1,
    says: /"purchse" is named in funnels\.typo but no event is called that/,
    thin: { events: EMPTY, project: FUNNEL },
    reason: /no events/,
  },
  duplicate_event_id: {
    bad: { events: changed("'e' || ingest_seq // 2 as event_id") },
    value: 0.5,
    says: /16,800 event ids are used more than once: 16,800 of 33,600 events \(50 %\)/,
    thin: { events: changed("null::varchar as event_id") },
    reason: /no events with an id/,
  },
  future_time: {
    bad: { events: steadyLog(), loadedAt: "2024-02-04T21:59:59.999Z" },
    value: 40,
    says: /^40 events are dated after 2024-02-04 22:59 UTC/,
    thin: { events: EMPTY },
    reason: /no events/,
  },
  before_epoch: {
    bad: {
      events: changed(
        "case when ingest_seq < 3 then timestamp '1970-01-01' - to_hours(ingest_seq) else event_time end as event_time",
      ),
    },
    value: 3,
    says: /^3 events are dated before 1970-01-02/,
    thin: { events: EMPTY },
    reason: /no events/,
  },
  clock_skew: {
    bad: {
      events: changed(
        "case when ingest_seq % 10 = 0 then event_time - interval 90 second else received_time end as received_time",
      ),
    },
    value: 0.1,
    says: /3,360 of 33,600 events \(10 %\) were received before they happened, by up to 90 s/,
    thin: { events: changed("null::timestamp as received_time") },
    reason: /no events with a received time/,
  },
  out_of_order: {
    bad: {
      events: changed(
        "case when ingest_seq % 5 = 4 then event_time - interval 2 hour else event_time end as event_time",
      ),
    },
    value: 6720 / 33_600,
    says: /6,720 of 33,600 events \(20 %\) came more than an hour behind/,
    thin: { events: `${steadyLog()} limit 20` },
    reason: /20 events; 30 are needed/,
  },
  bot_like_users: {
    bad: {
      events: `select * from (${steadyLog()}) union all by name select timestamp '2024-01-10' + to_microseconds(i * 200000) as event_time, 'view' as event, 'crawler' as user_id, 'bot' as session_id, 50000 + i as ingest_seq from range(2400) r(i)`,
    },
    value: 2400 / 36_000,
    says: /1 user looks automated and made 2,400 of 36,000 events \(6\.67 %\); the busiest, crawler, made 2,400 in 1 session, up to 5 per second/,
    thin: { events: changed("'u' || ingest_seq % 20 as user_id") },
    reason: /20 users; 30 are needed/,
  },
  long_session: {
    bad: {
      events: changed(
        "case when ingest_seq < 6000 then 'one' else session_id end as session_id, case when ingest_seq < 6000 then 'u' || ingest_seq % 10 else user_id end as user_id",
      ),
    },
    value: 10 / 8660,
    says: /^10 of [\d,]+ sessions \(0\.12 %\) have more than 500 events, up to 600 events/,
    thin: { events: changed("'s' as session_id, 'u' as user_id") },
    reason: /1 sessions; 30 are needed/,
  },
  shared_session: {
    bad: { events: changed("case when ingest_seq in (0, 1) then 'both' else session_id end as session_id") },
    value: 1,
    says: /^1 of 10,501 vendor session ids is shared by two or more users and was split by user/,
    thin: { events: changed("null::varchar as session_id") },
    reason: /no events with both/,
  },
  event_death: {
    bad: { events: `select * from (${steadyLog()}) where event <> 'search' or event_time < timestamp '2024-02-04'` },
    value: 1,
    says: /"search" stopped: no row on 2024-02-04, where 240 of "search" were usual/,
    thin: { events: steadyLog({ hours: 24 * 6 }) },
    reason: /the log has 5 days before 2024-01-06/,
  },
  new_event: {
    bad: {
      events: changed(
        "case when event = 'search' and event_time >= timestamp '2024-02-03' then 'find' else event end as event",
      ),
    },
    value: 1,
    says: /1 event name is new since 2024-01-29: "find"/,
    thin: { events: steadyLog({ hours: 24 * 12 }) },
    reason: /11 days.*14 are needed/,
  },
  new_property: {
    good: { events: steadyLog() },
    bad: { events: steadyLog() },
    before: async (log) => {
      await log.check();
      await createModels(
        log.warehouse,
        `select *, 'x' as shade, '{"colour": 1, "plan": {"a": 2}}'::json as props from (${steadyLog()})`,
      );
    },
    value: 1,
    says: /1 property is new since the previous run: "shade"/,
    thin: { events: steadyLog() },
    reason: /no earlier run/,
  },
  cardinality_explosion: {
    bad: { events: changed("'event ' || ingest_seq % 2000 as event") },
    value: 1,
    says: /"event" has too many values; "event" has about [\d,]+/,
    thin: { events: EMPTY },
    reason: /no events/,
  },
  type_drift: {
    bad: {
      events: steadyLog(),
      setup: [quarantine("price", 68)],
      files: [{ source: "events", kept: 33_932, quarantined: 68 }],
    },
    value: 0.002,
    says: /"price" of events refused 68 values \(0\.2 % of its rows\)/,
    thin: { events: steadyLog(), files: [{ source: "events", kept: 33_600, quarantined: 3 }] },
    reason: /the quarantine is not in the warehouse/,
  },
  volume_gap: {
    bad: {
      events: `select * from (${steadyLog()}) where not event_time between timestamp '2024-01-20 05:00' and timestamp '2024-01-20 07:59:59'`,
    },
    value: 3,
    says: /3 busy hours are empty where about 120 events were usual; the longest gap is 2024-01-20 05:00 to 2024-01-20 08:00 UTC/,
    thin: { events: steadyLog({ perHour: 10 }) },
    reason: /no hour usually has 20 events/,
  },
  timezone_suspicion: {
    bad: { events: `select * from (${steadyLog()}) where hour(event_time) < 6 or minute(event_time) < 20` },
    value: 40 / 14,
    says: /the night \(01:00 to 05:00, .*\) has 2.86 times the hourly activity of the day/,
    thin: { events: steadyLog({ hours: 48 }) },
    reason: /the events cover 2 days; 3 are needed/,
  },
  encoding_errors: {
    bad: {
      events: changed(
        "case ingest_seq % 336 when 1 then 'caf\u00c3\u00a9' when 2 then 'x\ufffdy' when 3 then 'it\u00e2\u20ac\u2122s' when 4 then 'S\u00c3O' when 5 then 'caf\u00e9' when 6 then '\u043f\u0440\u0438' else item_id end as item_id",
      ),
    },
    value: 300 / 33_600,
    says: /300 values of "item_id" have broken characters \(at most 0\.89 % of a column\)/,
    thin: { events: EMPTY },
    reason: /no events/,
  },
  sentinel_ids: {
    bad: { events: changed("case when ingest_seq % 4 = 0 then ' EMPTY' else item_id end as item_id") },
    value: 0.25,
    says: /item_id is a placeholder such as "unknown", "NA" or 0 in 8,400 of 33,600 events \(25 %\)/,
    thin: { events: `${steadyLog()} limit 5` },
    reason: /5 events; 30 are needed/,
  },
};
