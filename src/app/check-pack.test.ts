import { afterAll, describe, expect, test } from "vitest";
import { checkedLog, createModels, resultOf, steadyLog } from "../../test/quality/checked-log.ts";
import { CASES, ORDERS, orders } from "../../test/quality/pack-cases.ts";
import { PACK_CHECK_IDS } from "../contract/quality.ts";
import { raw } from "../sql/sql.ts";

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

const sessionsOf = (user: string, { sessions = 120, length = "12", pause = "40000" }): string =>
  `select timestamp '2024-01-10' + to_minutes(s * 90) + to_microseconds(i * cast(${pause} as bigint)) as event_time, 'view' as event,
    ${user} as user_id, ${user} || '-' || s as session_id, 50000 + s * 100 + i as ingest_seq
    from range(${sessions}) as a(s), range(1000) as b(i), range(40) as c(u) where i < ${length} and u < 1`;
const withUser = (rows: string): string => `select * from (${steadyLog()}) union all by name ${rows}`;
const BOTS: readonly (readonly [string, string, RegExp])[] = [
  [
    "a monitor whose sessions are nearly all of 12 or 13 events",
    withUser(sessionsOf("'monitor'", { length: "case when s % 20 = 0 then 40 else 12 + s % 2 end" })),
    /^1 user looks automated .* the busiest, monitor, made [\d,]+ in 120 sessions, most of them alike, of 12 to 13 events\.$/,
  ],
  [
    "20 events per second for 50 seconds",
    withUser(sessionsOf("'script'", { sessions: 1, length: "1000", pause: "50000" })),
    /the busiest, script, made 1,000 in 1 session, up to 20\.02 per second/,
  ],
  [
    "a busy person: sessions of any length",
    withUser(sessionsOf("'person'", { length: "5 + s * 7 % 60", pause: "2000000 + s * 1000" })),
    /^None of 51 users/,
  ],
  [
    "a busy person whose sessions are as long, in any time",
    withUser(sessionsOf("'person'", { pause: "1000000 * (1 + s % 30)" })),
    /^None of 51 users/,
  ],
  [
    "someone most of whose sessions are as long as three in ten of the others'",
    `${withUser(sessionsOf("'person'", { sessions: 500, length: "case s % 25 when 0 then 5 when 1 then 5 when 2 then 40 when 3 then 40 else 12 end" }))}
      union all by name ${sessionsOf("'other'", { sessions: 250, length: "case when s % 10 < 3 then 12 else 14 + s % 37 end" })}`,
    /^None of 52 users/,
  ],
  [
    "sessions that are alike because everyone's are",
    withUser(sessionsOf("'terminal' || u", { length: "6" }).replace("u < 1", "u < 40")),
    /^None of 90 users/,
  ],
];

test.each(BOTS)("bot-like users: %s", async (_, events, says) => {
  await using log = await checkedLog({ events });
  expect(resultOf(await log.check({ only: ["bot_like_users"] }), "bot_like_users").sentence).toMatch(says);
});
