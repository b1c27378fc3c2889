import { afterAll, describe, expect, test } from "vitest";
import {
  type CheckedLog,
  checkedLog,
  createModels,
  type LogFixture,
  resultOf,
  steadyLog,
} from "../../test/quality/checked-log.ts";
import { PACK_CHECK_IDS, type PackCheckId } from "../contract/quality.ts";
import { raw } from "../sql/sql.ts";

/** The steady log with some rows changed: `replace (...)` of its columns. */
const changed = (replace: string, options = {}): string => `select * replace (${replace}) from (${steadyLog(options)})`;
const EMPTY = "select null::timestamp as event_time where false";
const FUNNEL = `
project: { name: test }
sources:
  events: { path: e.csv, events: { time: t, name: n, user: u } }
funnels: { buy: { steps: [view, purchase] }, typo: { steps: [view, purchse] } }
`;
const CORRECT_FUNNEL = FUNNEL.replace("purchse", "purchase");
const PLAN = `
project: { name: test }
sources:
  events: { path: e.csv, events: { time: t, name: n, user: u } }
checks: { plan: { check: accepted, on: events, column: event, values: [view, cart, purchase], severity: info } }
`;
const ORDERS = `
project: { name: test }
sources:
  orders: { path: o.csv, table: { key: order_id } }
`;
const orders = (rows: string): LogFixture => ({
  project: ORDERS,
  setup: [`create table fct_orders as select * from (values ${rows}) as t(order_id, amount)`],
  files: [{ source: "orders", kept: rows.split("), (").length }],
});
const quarantine = (column: string, rows: number): string =>
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

const CASES: Readonly<Record<Exclude<PackCheckId, "reconciliation" | "duplicate_key">, Case>> = {
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

const steady = checkedLog({ events: steadyLog() });
afterAll(async () => (await steady)[Symbol.asyncDispose]());

describe.each(Object.entries(CASES))("%s", (id, { bad, value, says, thin, reason, good, before }) => {
  test("passes a sound log", async () => {
    const log = good === undefined ? await steady : await checkedLog(good);
    if (good !== undefined) await log.check();
    const result = resultOf(await log.check({ only: [id] }), id);
    expect(result).toMatchObject({ status: "pass", reason: null, sample: null });
    expect(result.value).toBeLessThanOrEqual(result.threshold ?? 0);
    if (good !== undefined) await log[Symbol.asyncDispose]();
  });

  test("trips on a broken one, with the number, a sentence, rows and SQL that runs", async () => {
    await using log = await checkedLog(bad);
    await before?.(log);
    const result = resultOf(await log.check({ only: [id] }), id);
    expect(result.sentence).toMatch(says);
    expect(result.value).toBeCloseTo(value, 10);
    expect(result.status).toBe(result.severity === "error" ? "fail" : "warn");
    expect(result.sample?.rows.length).toBeGreaterThan(0);
    expect(result.sample?.rows.length).toBeLessThanOrEqual(5);
    if (result.sql !== null) await expect(log.warehouse.table(raw(result.sql))).resolves.toBeDefined();
  });

  test.runIf(thin !== undefined)("says nothing about too little data, and why", async () => {
    await using log = await checkedLog(thin);
    const result = resultOf(await log.check({ only: [id] }), id);
    expect(result.status === "skipped" ? "undetermined" : result.status).toBe("undetermined");
    expect(result.reason).toMatch(reason ?? /./);
    expect(result.value).toBeNull();
  });
});

test("duplicate_key judges each table that has a key", async () => {
  await using sound = await checkedLog(orders("(1, 10), (2, 20)"));
  expect(resultOf(await sound.check(), "duplicate_key.orders")).toMatchObject({ status: "pass", n: 2 });
  await using broken = await checkedLog(orders("(1, 10), (1, 20), (1, 5)"));
  const result = resultOf(await broken.check(), "duplicate_key.orders");
  expect(result).toMatchObject({
    status: "fail",
    value: 2,
    sample: { columns: ["order_id", "repeats"], rows: [[1, 3]] },
  });
  await using empty = await checkedLog({ project: ORDERS, setup: ["create table fct_orders (order_id bigint)"] });
  expect(resultOf(await empty.check(), "duplicate_key.orders")).toMatchObject({ status: "undetermined" });
});

test("reconciliation follows rows from the file to the model and says where they are missing", async () => {
  await using sound = await checkedLog({
    events: steadyLog(),
    files: [{ source: "events", kept: 33_600, duplicates: 5 }],
  });
  expect(resultOf(await sound.check(), "reconciliation.events")).toMatchObject({
    status: "pass",
    sentence:
      "33,605 rows read from events = 33,600 kept + 5 duplicates + 0 quarantined; lake and fct_events hold the same.",
  });
  await using stale = await checkedLog({ events: steadyLog(), files: [{ source: "events", kept: 33_610 }] });
  expect(resultOf(await stale.check(), "reconciliation.events")).toMatchObject({
    status: "fail",
    value: 10,
    sentence: expect.stringContaining("run `tidemark build`"),
  });
  await using lost = await checkedLog({ events: steadyLog(), lakeRows: { events: 33_000 } });
  expect(resultOf(await lost.check(), "reconciliation.events")).toMatchObject({
    status: "fail",
    value: 600,
    sentence: "the lake holds 33,000 rows of events where 33,600 were kept.",
  });
  await using nothing = await checkedLog();
  expect(resultOf(await nothing.check(), "reconciliation.events")).toMatchObject({
    status: "undetermined",
    reason: "nothing has been loaded into events",
  });
});

test("every built-in check has a case here", () => {
  expect([...Object.keys(CASES), "reconciliation", "duplicate_key"].sort()).toEqual([...PACK_CHECK_IDS].sort());
});

test("a key of props that appears is a new property; one that was there is not", async () => {
  const withProps = (json: string): string => `select *, '${json}'::json as props from (${steadyLog({ hours: 48 })})`;
  await using log = await checkedLog({ events: withProps('{"a": 1}') });
  await log.check();
  await createModels(log.warehouse, withProps('{"a": 1, "b c": 2}'));
  expect(resultOf(await log.check(), "new_property")).toMatchObject({
    status: "warn",
    value: 1,
    sample: { rows: [["props.b c", 960]] },
  });
  expect(resultOf(await log.check(), "new_property")).toMatchObject({ status: "pass", value: 0 });
});

test("values that double while the rows do not are an explosion", async () => {
  await using log = await checkedLog({
    events: `select *, 'c' || ingest_seq % 1000 as campaign from (${steadyLog()})`,
  });
  expect(resultOf(await log.check(), "cardinality_explosion").status).toBe("pass");
  await createModels(log.warehouse, `select *, 'c' || ingest_seq % 5000 as campaign from (${steadyLog()})`);
  const result = resultOf(await log.check(), "cardinality_explosion");
  expect(result).toMatchObject({ status: "warn", value: 1 });
  expect(result.sentence).toMatch(/"campaign" has about [\d,]+, [\d,]+ at the previous run/);
});
