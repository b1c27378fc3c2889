import { afterAll, beforeAll, expect, test } from "vitest";
import { Project } from "../contract/project/project.ts";
import type { Cell } from "../warehouse/port.ts";
import { type SampleColumn, type SampleLake, type SampleRow, sampleLake } from "./sample-lake.ts";

let lake: SampleLake;
beforeAll(async () => {
  lake = await sampleLake();
});
afterAll(async () => {
  await lake[Symbol.asyncDispose]();
});

const IDLE_COLUMNS: readonly SampleColumn[] = [
  ["event_time", "time", "timestamp"],
  ["event", "event", "text"],
  ["user_id", "user", "integer"],
  ["item_id", "item", "text"],
  ["value", "value", "decimal(18,2)"],
];
const VENDOR_COLUMNS: readonly SampleColumn[] = [...IDLE_COLUMNS, ["session_id", "session", "text"]];

interface Case {
  readonly vendor?: boolean;
  readonly zone?: string;
  readonly rows: readonly SampleRow[];
  readonly steps?: readonly unknown[];
}

let cases = 0;

async function built({
  vendor = false,
  zone = "UTC",
  rows,
  steps = ["view", "add to cart", "purchase"],
}: Case): Promise<(sql: string) => Promise<readonly (readonly Cell[])[]>> {
  const id = `log_${++cases}`;
  const mapped = { time: "t", name: "n", user: "u", item: "i", value: "v", ...(vendor ? { session: "s" } : {}) };
  const project = Project.parse({
    project: { name: "sample", timezone: zone },
    sources: { [id]: { path: "x.csv", events: mapped } },
    funnels: { buy: { steps } },
  });
  lake.declare(id, vendor ? VENDOR_COLUMNS : IDLE_COLUMNS);
  await lake.append(id, rows);
  const parts = lake.parts.filter(({ source }) => source === id);
  await lake.build(project, `${id}.duckdb`, { parts });
  return (sql) => lake.query(`${id}.duckdb`, sql);
}

const at = (time: string, user: number | null, event = "view", more: SampleRow = {}): SampleRow => ({
  event_time: `2024-03-30 ${time}`,
  user_id: user,
  event,
  ...more,
});

const us = (time: string): number => Date.parse(`2024-03-30T${time}Z`) * 1000;

test("exactly 30 idle minutes keep a session, a microsecond more ends it", async () => {
  const query = await built({ rows: [at("10:00:00", 1), at("10:30:00", 1), at("11:00:00.000001", 1)] });
  expect(await query("select session_id, session_no, is_new_session from fct_events order by event_time")).toEqual([
    [us("10:00:00"), 1, true],
    [us("10:00:00"), 1, false],
    [us("11:00:00") + 1, 2, true],
  ]);
});

test("a run has the first of a user's events of one name in a row; other users between them do not end it", async () => {
  const rows = [
    at("10:00:00", 1),
    at("10:00:00", 1),
    at("10:01:00", 2),
    at("10:02:00", null, "purchase"),
    at("10:03:00", 1, "add to cart"),
    at("10:04:00", 1),
    { ...at("10:00:00", 1), event_time: "2024-03-31 10:00:00" },
    { ...at("10:01:00", 1, "add to cart"), event_time: "2024-03-31 10:01:00" },
  ];
  const query = await built({ rows });
  const runs =
    "select user_id, event, event_time = prev_same_time, ingest_seq from fct_event_runs order by user_id, event_time";
  expect(await query(runs)).toEqual([
    [1, "view", null, 0],
    [1, "add to cart", null, 4],
    [1, "view", false, 5],
    [1, "add to cart", false, 7],
    [2, "view", null, 2],
  ]);
});

test("midnight does not end a session: it belongs to the day it started on, its events to their own", async () => {
  const rows = [at("23:50:00", 1), { ...at("00:05:00", 1), event_time: "2024-03-31 00:05:00" }];
  const query = await built({ rows });
  expect(await query("select cast(day as varchar), events, duration_s from fct_sessions")).toEqual([
    ["2024-03-30", 2, 900],
  ]);
  expect(await query("select cast(day as varchar), events, sessions from fct_user_days order by day")).toEqual([
    ["2024-03-30", 1, 1],
    ["2024-03-31", 1, 1],
  ]);
});

test("events of one instant are in the order in which they were loaded", async () => {
  const query = await built({ rows: [at("10:00:00", 1, "b"), at("10:00:00", 1, "a"), at("10:00:00", 1, "c")] });
  expect(
    await query("select event, prev_event, next_event, is_new_session from fct_events order by ingest_seq"),
  ).toEqual([
    ["b", null, "a", true],
    ["a", "b", "c", false],
    ["c", "a", null, false],
  ]);
});

test("an event knows the instant of the one of its name before it, a session the names of its first and last event", async () => {
  const rows = [
    at("10:00:00", 1, "view"),
    at("10:01:00", 1, "cart"),
    at("10:02:00", 1, "view"),
    at("10:02:00", 1, "view"),
    at("11:00:00", 1, "cart"),
    at("11:00:00", 2, "view"),
    at("11:00:00", null, "view"),
  ];
  const query = await built({ rows });
  expect(await query("select user_id, event, epoch_us(prev_same_time) from fct_events order by ingest_seq")).toEqual([
    [1, "view", null],
    [1, "cart", null],
    [1, "view", us("10:00:00")],
    [1, "view", us("10:02:00")],
    [1, "cart", us("10:01:00")],
    [2, "view", null],
    [null, "view", null],
  ]);
  expect(await query("select user_id, entry_event, exit_event from fct_sessions order by user_id, started")).toEqual([
    [1, "view", "view"],
    [1, "cart", "cart"],
    [2, "view", "view"],
  ]);
});

test("of a session whose first or last events are of one instant those count that were loaded first and last", async () => {
  const query = await built({ rows: ["b", "a", "d", "c"].map((event) => at("10:00:00", 1, event)) });
  expect(await query("select entry_event, exit_event from fct_sessions")).toEqual([["b", "c"]]);
});

test("days are those of the project's zone, on both sides of a change of the clock", async () => {
  const times = ["2024-03-30 22:59:59", "2024-03-30 23:00:00", "2024-03-31 21:59:59", "2024-03-31 22:00:00"];
  const rows = times.map((event_time) => ({ event_time, user_id: 1, event: "view" }));
  const query = await built({ zone: "Europe/Berlin", rows });
  expect((await query("select cast(day as varchar) from fct_events order by event_time")).flat()).toEqual([
    "2024-03-30",
    "2024-03-31",
    "2024-03-31",
    "2024-04-01",
  ]);
  expect(
    (
      await query("select cast(day as varchar) || ' ' || weekday || ' ' || iso_week from dim_dates order by day")
    ).flat(),
  ).toEqual(["2024-03-30 6 13", "2024-03-31 7 13", "2024-04-01 1 14"]);
});

test("a vendor id that two users share is two sessions; one that comes back later is one", async () => {
  const s = (session_id: string | null): SampleRow => ({ session_id });
  const rows = [
    at("10:00:00", 1, "view", s("x")),
    at("10:01:00", 2, "view", s("x")),
    at("11:00:00", 1, "view", s("y")),
    at("12:00:00", 1, "view", s("x")),
    at("12:30:00", 1, "view", s(null)),
  ];
  const query = await built({ vendor: true, rows });
  expect(
    await query(
      "select user_id, session_id, session_no, events, duration_s from fct_sessions order by user_id, session_no",
    ),
  ).toEqual([
    [1, "x", 1, 2, 7200],
    [1, "y", 2, 1, 0],
    [2, "x", 1, 1, 0],
  ]);
  expect(
    await query(
      "select session_id, session_no, is_new_session, prev_event from fct_events where user_id = 1 order by event_time",
    ),
  ).toEqual([
    ["x", 1, true, null],
    ["y", 2, true, "view"],
    ["x", 1, false, "view"],
    [null, null, false, "view"],
  ]);
});

test("what a build noticed is said in words", async () => {
  const id = "log_words";
  lake.declare(id, VENDOR_COLUMNS);
  await lake.append(id, [
    at("10:00:00", 1, "view", { session_id: "x" }),
    at("10:00:00", 2, "view", { session_id: "x" }),
    at("10:00:00", 1),
    at("10:00:00", null),
  ]);
  const project = Project.parse({
    project: { name: "sample" },
    sources: { [id]: { path: "x.csv", events: { time: "t", name: "n", user: "u", session: "s" } } },
  });
  const { findings } = await lake.build(project, `${id}.duckdb`, {
    parts: lake.parts.filter(({ source }) => source === id),
  });
  expect(findings.map(({ message }) => message)).toEqual([
    "1 row without a user (25.0 %): they count as events and value, never as a user",
    "1 row with a user but no session id: they belong to no session",
    "1 vendor session id is shared by two or more users and was split: 1 id became 2 sessions",
  ]);
});

test("rows without a user count as events and value, never as a user", async () => {
  const rows = [
    at("10:00:00", null, "purchase", { value: 5, item_id: "p" }),
    at("10:00:00", 7, "purchase", { value: 2.5, item_id: "p" }),
  ];
  const query = await built({ rows });
  expect(
    await query(
      "select user_id, session_id, session_no, prev_event, is_new_session from fct_events where user_id is null",
    ),
  ).toEqual([[null, null, null, null, false]]);
  expect(await query("select events, users, value from dim_items")).toEqual([[2, 1, 7.5]]);
  expect(await query("select user_id, events, sessions, active_days, value from dim_users")).toEqual([
    [7, 1, 1, 1, 2.5],
  ]);
});

test("a session has a column per funnel event, and an abandoned cart without the last step", async () => {
  const rows = [
    at("10:00:00", 1, "view", { item_id: "a" }),
    at("10:01:00", 1, "add to cart", { item_id: "b" }),
    at("10:00:00", 2, "add to cart"),
    at("10:02:00", 2, "purchase", { value: 9.99 }),
    at("10:00:00", 3, "view"),
  ];
  const query = await built({ rows });
  expect(
    await query(
      `select user_id, items, value, has_view, has_add_to_cart, has_purchase, abandoned_cart from fct_sessions order by user_id`,
    ),
  ).toEqual([
    [1, 2, null, true, true, false, true],
    [2, 0, 9.99, false, true, true, false],
    [3, 0, null, true, false, false, false],
  ]);
});

test("the steps of an abandoned cart have their conditions, also when they are the same event", async () => {
  const page = (time: string, user: number, item_id: string): SampleRow => at(time, user, "page", { item_id });
  const pages = await built({
    rows: [
      page("10:00:00", 1, "checkout"),
      page("10:01:00", 1, "thanks"),
      page("10:00:00", 2, "checkout"),
      page("10:00:00", 3, "thanks"),
    ],
    steps: ["view", { event: "page", where: { item_id: "checkout" } }, { event: "page", where: { item_id: "thanks" } }],
  });
  const abandoned = "select user_id, abandoned_cart from fct_sessions order by user_id";
  expect(await pages(abandoned)).toEqual([
    [1, false],
    [2, true],
    [3, false],
  ]);
  const sums = await built({
    rows: [
      at("10:00:00", 1, "add to cart"),
      at("10:01:00", 1, "purchase", { value: 5 }),
      at("10:00:00", 2, "add to cart"),
      at("10:01:00", 2, "purchase", { value: 100 }),
      at("10:00:00", 3, "add to cart"),
      at("10:01:00", 3, "purchase"),
    ],
    steps: ["add to cart", { event: "purchase", value: { expr: "value", gte: 100 } }],
  });
  expect(await sums(abandoned)).toEqual([
    [1, true],
    [2, false],
    [3, true],
  ]);
});
