import { afterAll, beforeAll, expect, test } from "vitest";
import { Project } from "../contract/project/project.ts";
import type { Cell } from "../warehouse/port.ts";
import { type SampleLake, type SampleRow, sampleLake } from "./sample-lake.ts";

let lake: SampleLake;
beforeAll(async () => {
  lake = await sampleLake();
  lake.declare("shop", [
    ["event_time", "time", "timestamp"],
    ["event", "event", "text"],
    ["user_id", "user", "integer"],
    ["item_id", "item", "integer"],
    ["value", "value", "decimal(18,2)"],
    ["brand", "column", "text"],
    ["latency", "column", "number"],
    ["member", "column", "boolean"],
  ]);
  const row = (time: string, user_id: number | null, event: string, more: SampleRow): SampleRow => ({
    event_time: time,
    user_id,
    event,
    ...more,
  });
  await lake.append("shop", [
    row("2024-05-01 10:00:00", 1, "view", { item_id: 1, brand: "acme", latency: 0.1, member: true }),
    row("2024-05-01 10:05:00", 1, "purchase", { item_id: 1, brand: "acme", value: 10.01, latency: 0.2, member: true }),
    row("2024-05-01 11:00:00", 2, "view", { item_id: 2, latency: 0.3, member: false }),
    row("2024-05-01 11:01:00", null, "purchase", { item_id: 2, value: 4.99, latency: 0.4, member: false }),
    row("2024-05-02 09:00:00", 1, "view", { item_id: 3, brand: "bolt" }),
  ]);
});
afterAll(async () => {
  await lake[Symbol.asyncDispose]();
});

const base = {
  project: { name: "shop" },
  sources: {
    shop: {
      path: "x.csv",
      events: { time: "t", name: "n", user: "u", item: "i", value: { expr: "price", events: ["purchase"] } },
    },
  },
};

async function daily(metric: object, more: object = {}): Promise<readonly (readonly Cell[])[]> {
  const metrics = {
    m: metric,
    purchases: { kind: "count", filter: { event: "purchase" } },
    users: { kind: "distinct" },
  };
  await lake.build(Project.parse({ ...base, metrics, ...more }), "m.duckdb", { full: true });
  return lake.query(
    "m.duckdb",
    "select strftime(day, '%d'), dimension_value, value, numerator, denominator, rows from fct_daily where metric = 'm' order by dimension, day, dimension_value",
  );
}

const CASES: readonly (readonly [string, object, readonly (readonly Cell[])[]])[] = [
  [
    "count",
    { kind: "count" },
    [
      ["01", "", 4, 4, null, 4],
      ["02", "", 1, 1, null, 1],
    ],
  ],
  [
    "filtered count is 0 on a day without such rows",
    { kind: "count", filter: { event: "purchase" } },
    [
      ["01", "", 2, 2, null, 2],
      ["02", "", 0, 0, null, 0],
    ],
  ],
  [
    "distinct users leave out rows without one, and have no parts",
    { kind: "distinct" },
    [
      ["01", "", 2, null, null, 4],
      ["02", "", 1, null, null, 1],
    ],
  ],
  [
    "value is summed over the events whose value counts: none is 0",
    { kind: "sum", of: "value" },
    [
      ["01", "", 15, 15, null, 2],
      ["02", "", 0, 0, null, 0],
    ],
  ],
  [
    "a sum of missing values is null, of no rows 0",
    { kind: "sum", of: "latency" },
    [
      ["01", "", 1, 1, null, 4],
      ["02", "", null, null, null, 1],
    ],
  ],
  [
    "mean keeps sum and count",
    { kind: "mean", of: "latency" },
    [
      ["01", "", 0.25, 1, 4, 4],
      ["02", "", null, null, 0, 1],
    ],
  ],
  [
    "mean of a boolean is a share",
    { kind: "mean", of: "member" },
    [
      ["01", "", 0.5, 2, 4, 4],
      ["02", "", null, null, 0, 1],
    ],
  ],
  [
    "quantile is of type 7",
    { kind: "quantile", of: "value", q: 0.25 },
    [
      ["01", "", 6.245, null, null, 2],
      ["02", "", null, null, null, 0],
    ],
  ],
  [
    "arithmetic stays exact",
    { kind: "sum", of: "value * 3 - 0.01", filter: { event: "purchase" } },
    [
      ["01", "", 44.98, 44.98, null, 2],
      ["02", "", 0, 0, null, 0],
    ],
  ],
  [
    "users with an event",
    { kind: "count", entity: "user", filter: { event: "purchase" } },
    [["01", "", 1, 1, null, 1]],
  ],
  [
    "users by what they did on the day",
    { kind: "count", entity: "user", filter: { events: { gte: 2 } } },
    [
      ["01", "", 1, 1, null, 1],
      ["02", "", 0, 0, null, 0],
    ],
  ],
  [
    "items",
    { kind: "mean", of: "users", entity: "item" },
    [
      ["01", "", 1, 2, 2, 2],
      ["02", "", 1, 1, 1, 1],
    ],
  ],
  [
    "sessions",
    { kind: "mean", of: "duration_s", entity: "session" },
    [
      ["01", "", 150, 300, 2, 2],
      ["02", "", 0, 0, 1, 1],
    ],
  ],
  [
    "distinct sessions are sessions, not their users",
    { kind: "distinct", entity: "session" },
    [
      ["01", "", 2, null, null, 2],
      ["02", "", 1, null, null, 1],
    ],
  ],
  [
    "sessions with an event",
    { kind: "count", entity: "session", filter: { event: "purchase" } },
    [["01", "", 1, 1, null, 1]],
  ],
  [
    "a ratio keeps its two parts",
    { kind: "ratio", numerator: "purchases", denominator: "users" },
    [
      ["01", "", 1, 2, 2, 4],
      ["02", "", 0, 0, 1, 1],
    ],
  ],
  [
    "a ratio over nothing is null",
    { kind: "ratio", numerator: "users", denominator: "purchases" },
    [
      ["01", "", 1, 2, 2, 2],
      ["02", "", null, 1, 0, 0],
    ],
  ],
];

test("every kind of metric, by day", async () => {
  const metrics = Object.fromEntries(CASES.map(([, metric], i) => [`m${i}`, metric]));
  const parts = { purchases: { kind: "count", filter: { event: "purchase" } }, users: { kind: "distinct" } };
  await lake.build(Project.parse({ ...base, metrics: { ...parts, ...metrics } }), "all.duckdb", { full: true });
  const rows = await lake.query(
    "all.duckdb",
    `select metric, strftime(day, '%d'), dimension_value, value, numerator, denominator, rows from fct_daily order by day`,
  );
  const found = CASES.map(([name], i) => [name, rows.filter(([id]) => id === `m${i}`).map((row) => row.slice(1))]);
  expect(found).toEqual(CASES.map(([name, , expected]) => [name, expected]));
});

test("a breakdown has null as a value and adds up to the total", async () => {
  const dimensions = { brand: {} };
  expect(await daily({ kind: "sum", of: "value" }, { dimensions })).toEqual([
    ["01", "", 15, 15, null, 2],
    ["02", "", 0, 0, null, 0],
    ["01", "(none)", 4.99, 4.99, null, 1],
    ["01", "acme", 10.01, 10.01, null, 1],
  ]);
  const rows = await daily({ kind: "ratio", numerator: "purchases", denominator: "users" }, { dimensions });
  expect(rows.filter(([, value]) => value === "bolt")).toEqual([["02", "bolt", 0, 0, 1, 1]]);
});

test("dimensions by rules are columns; sessions have the value of their first event", async () => {
  const dimensions = { phase: { rules: [{ when: { event: "purchase" }, then: "buy" }], default: "look" } };
  expect(await daily({ kind: "count", entity: "session" }, { dimensions })).toEqual([
    ["01", "", 2, 2, null, 2],
    ["02", "", 1, 1, null, 1],
    ["01", "look", 2, 2, null, 2],
    ["02", "look", 1, 1, null, 1],
  ]);
  expect(await lake.query("m.duckdb", "select phase, count(*) from fct_events group by phase order by phase")).toEqual([
    ["buy", 2],
    ["look", 3],
  ]);
});

test.each([
  [
    "an unknown column",
    { kind: "sum", of: "valeu" },
    /metrics\.m: there is no column "valeu" \(did you mean "value"\?\)/,
  ],
  ["a sum of text", { kind: "sum", of: "brand" }, /metrics\.m\.of: brand is a text, not a number/],
])("%s is refused by name", async (_, metric, message) => {
  await expect(daily(metric)).rejects.toThrow(message);
});
