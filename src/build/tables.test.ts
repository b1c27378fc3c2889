import { expect, test } from "vitest";
import { Project } from "../contract/project/project.ts";
import { type SampleLake, sampleLake } from "./sample-lake.ts";

async function telecom(): Promise<SampleLake> {
  const lake = await sampleLake();
  lake.declare("calls", [
    ["call_id", "column", "integer"],
    ["cell", "column", "text"],
    ["slot", "column", "integer"],
    ["seconds", "column", "integer"],
    ["state", "column", "text"],
  ]);
  lake.declare("cells", [
    ["cell_id", "column", "integer"],
    ["city", "column", "text"],
    ["state", "column", "text"],
  ]);
  lake.declare("slots", [
    ["slot", "column", "integer"],
    ["event_time", "time", "timestamp"],
  ]);
  await lake.append("cells", [
    { cell_id: 1, city: "Cork", state: "up" },
    { cell_id: 2, city: "Kerry", state: "down" },
  ]);
  await lake.append("slots", [
    { slot: 1, event_time: "2024-06-30 22:30:00" },
    { slot: 2, event_time: "2024-06-30 23:30:00" },
  ]);
  await lake.append("calls", [
    { call_id: 1, cell: "1", slot: 1, seconds: 10, state: "ok" },
    { call_id: 2, cell: "1", slot: 2, seconds: 20, state: "ok" },
    { call_id: 3, cell: "2", slot: 2, seconds: 30, state: "lost" },
    { call_id: 4, cell: "9", slot: 2, seconds: 40, state: "ok" },
    { call_id: 5, cell: null, slot: 2, seconds: 50, state: "ok" },
  ]);
  return lake;
}

const project = Project.parse({
  project: { name: "telecom", timezone: "Europe/Dublin" },
  sources: {
    calls: {
      path: "c.csv",
      table: { key: "call_id", joins: { cells: { on: { cell: "cell_id" } }, slots: { on: "slot" } } },
    },
    cells: { path: "d.csv", table: { key: "cell_id" } },
    slots: { path: "s.csv", table: { key: "slot", time: "at" } },
  },
  dimensions: { city: { on: "calls" }, region: { on: "calls", column: "city", default: "nowhere" } },
  metrics: { talk: { kind: "sum", of: "seconds", on: "calls", unit: "s" } },
});

test("a table gets the columns and the time of the tables it joins, and keeps its rows", async () => {
  await using lake = await telecom();
  const { findings, relations } = await lake.build(project, "w.duckdb");
  expect(
    await lake.query(
      "w.duckdb",
      "select call_id, event_time, strftime(day, '%m-%d'), state, city, cells_state, region from fct_calls order by call_id",
    ),
  ).toEqual([
    [1, "2024-06-30T22:30:00Z", "06-30", "ok", "Cork", "up", "Cork"],
    [2, "2024-06-30T23:30:00Z", "07-01", "ok", "Cork", "up", "Cork"],
    [3, "2024-06-30T23:30:00Z", "07-01", "lost", "Kerry", "down", "Kerry"],
    [4, "2024-06-30T23:30:00Z", "07-01", "ok", null, null, "nowhere"],
    [5, "2024-06-30T23:30:00Z", "07-01", "ok", null, null, "nowhere"],
  ]);
  expect(findings).toEqual([
    { code: "orphans", level: "warning", count: 1, message: "calls: 1 row whose cell is not in cells: 9 (1 row)" },
    { code: "rows_without_key", level: "note", count: 1, message: "calls: 1 row without cell to join cells by" },
  ]);
  expect(relations.map(({ name, rows }) => [name, rows])).toEqual([
    ["fct_calls", 5],
    ["fct_cells", 2],
    ["fct_slots", 2],
    ["fct_daily", 10],
    ["dim_dates", 2],
  ]);
  expect(
    await lake.query(
      "w.duckdb",
      "select strftime(day, '%m-%d'), dimension_value, value from fct_daily where dimension = 'city' order by all",
    ),
  ).toEqual([
    ["06-30", "Cork", 10],
    ["07-01", "(none)", 90],
    ["07-01", "Cork", 20],
    ["07-01", "Kerry", 30],
  ]);
});

test("a key that is not unique in the joined table fails the build and names it; the models stay as they were", async () => {
  await using lake = await telecom();
  await lake.build(project, "w.duckdb");
  await lake.append("cells", [{ cell_id: 2, city: "Sligo", state: "up" }]);
  await expect(lake.build(project, "w.duckdb")).rejects.toMatchObject({
    code: "JOIN_INVALID",
    message: "sources.calls.table.joins.cells: cell_id is not unique in cells: 2 (2 rows)",
  });
  expect(await lake.query("w.duckdb", "select count(*) from stg_cells")).toEqual([[2]]);
});

test("a changed table is made anew with the tables that join it, in place", async () => {
  await using lake = await telecom();
  await lake.build(project, "w.duckdb");
  await lake.append("cells", [{ cell_id: 9, city: "Sligo", state: "up" }]);
  const { mode, reason, findings } = await lake.build(project, "w.duckdb");
  expect([mode, reason, findings.map(({ code }) => code)]).toEqual([
    "incremental",
    "changed tables: calls, cells",
    ["rows_without_key"],
  ]);
  expect(
    await lake.query("w.duckdb", "select value from fct_daily where dimension_value = 'Sligo' and dimension = 'city'"),
  ).toEqual([[40]]);
});

test.each([
  [
    "a join on a column that does not exist",
    { on: { cel: "cell_id" } },
    /sources\.calls\.table\.joins\.cells: there is no column "cel" \(did you mean "cell"\?\)/,
  ],
])("%s is refused by name", async (_, join, message) => {
  await using lake = await telecom();
  const calls = { path: "c.csv", table: { joins: { cells: join } } };
  const sources = { calls, cells: { path: "d.csv", table: {} }, slots: { path: "s.csv", table: {} } };
  await expect(lake.build(Project.parse({ project: { name: "x" }, sources }), "w.duckdb")).rejects.toThrow(message);
});

test("a table cannot take the name of a model", async () => {
  await using lake = await sampleLake();
  for (const id of ["sessions", "event_runs"]) {
    const clash = Project.parse({ project: { name: "x" }, sources: { [id]: { path: "x.csv", table: {} } } });
    await expect(lake.build(clash, "w.duckdb")).rejects.toThrow(`a table cannot be called "${id}"`);
  }
});

test("a joined column whose name with the table's before it is taken as well gets it once more", async () => {
  await using lake = await sampleLake();
  lake.declare("orders", [
    ["id", "column", "integer"],
    ["name", "column", "text"],
    ["shops_name", "column", "text"],
  ]);
  lake.declare("shops", [
    ["id", "column", "integer"],
    ["name", "column", "text"],
  ]);
  await lake.append("orders", [{ id: 1, name: "order", shops_name: "own" }]);
  await lake.append("shops", [{ id: 1, name: "joined" }]);
  const orders = { path: "o.csv", table: { joins: { shops: { on: "id" } } } };
  const dimensions = { shop: { on: "orders", column: "shops_shops_name" } };
  const sources = { orders, shops: { path: "s.csv", table: {} } };
  await lake.build(Project.parse({ project: { name: "x" }, sources, dimensions }), "w.duckdb");
  expect(await lake.query("w.duckdb", "select name, shops_name, shop from fct_orders")).toEqual([
    ["order", "own", "joined"],
  ]);
});

test("keys that are numbers of different types are compared as numbers", async () => {
  await using lake = await sampleLake();
  lake.declare("orders", [
    ["id", "column", "integer"],
    ["customer", "column", "number"],
    ["price", "column", "decimal(18,2)"],
  ]);
  lake.declare("customers", [
    ["customer", "column", "integer"],
    ["country", "column", "text"],
  ]);
  lake.declare("tiers", [
    ["price", "column", "decimal(18,4)"],
    ["tier", "column", "text"],
  ]);
  await lake.append("customers", [
    { customer: "5", country: "IE" },
    { customer: "9007199254740992", country: "PL" },
    { customer: "9007199254740993", country: "DE" },
  ]);
  await lake.append("tiers", [{ price: "9.5000", tier: "low" }]);
  await lake.append("orders", [
    { id: 1, customer: 5, price: "9.50" },
    { id: 2, customer: 2 ** 53, price: "9.51" },
    { id: 3, customer: 5.4, price: null },
    { id: 4, customer: 1e300, price: "9.50" },
  ]);
  const joins = { customers: { on: "customer" }, tiers: { on: "price" } };
  const table = (path: string): object => ({ path, table: {} });
  const sources = { orders: { path: "o.csv", table: { joins } }, customers: table("c.csv"), tiers: table("t.csv") };
  const { findings } = await lake.build(Project.parse({ project: { name: "x" }, sources }), "w.duckdb");
  expect(await lake.query("w.duckdb", "select id, country, tier from fct_orders order by id")).toEqual([
    [1, "IE", "low"],
    [2, "PL", null],
    [3, null, null],
    [4, null, "low"],
  ]);
  expect(findings.map(({ code, count }) => [code, count])).toEqual([
    ["orphans", 2],
    ["orphans", 1],
    ["rows_without_key", 1],
  ]);
});
