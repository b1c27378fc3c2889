import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClickHouseServer, startClickHouse } from "../../test/engines/clickhouse-server.ts";
import { type LoadedProject, loadedProject } from "../../test/harness/loaded-project.ts";
import type { AnyAnalysis } from "../analyses/analysis.ts";
import { breakdown } from "../analyses/breakdown/index.ts";
import { eda } from "../analyses/eda/index.ts";
import { funnel } from "../analyses/funnel/index.ts";
import { retention } from "../analyses/retention/index.ts";
import { sessions } from "../analyses/sessions/index.ts";
import { storage } from "../analyses/storage/index.ts";
import { copyFromClickHouse, copyToClickHouse } from "./clickhouse.ts";
import { openProject } from "./project-session.ts";

const yml = (engine: string): string => `
project: {name: shop, timezone: Europe/Berlin}
engine: ${engine}
sources:
  log:
    path: log.csv
    events: {time: t, user: u, name: e, value: v}
  calls:
    path: calls.csv
    table: {key: id, joins: {days: {on: time_id}}}
    columns: {id: integer, time_id: integer, latency: number}
  days:
    path: days.csv
    table: {key: time_id}
    columns: {time_id: integer, weekend: boolean}
dimensions: {plan: {}, shop: {}}
metrics:
  events: {kind: count}
  revenue: {kind: sum, of: value, unit: EUR}
  users: {kind: distinct}
`;

const LOG = `t,u,e,v,plan,Shop
2024-03-01 10:00:00,1,view,,pro,north
2024-03-01 10:01:00,1,buy,9.99,pro,south
2024-03-02 11:00:00,2,view,,free,
2024-04-02 12:00:00,1,buy,0.01,,north
`;

let server: ClickHouseServer;
let project: LoadedProject;
beforeAll(async () => {
  server = await startClickHouse();
  const url = `${server.url}/shop`;
  project = loadedProject(yml(`{kind: clickhouse, url: "${url}"}`), {
    ...{ "log.csv": LOG, "days.csv": "time_id,weekend\n1,false\n2,true\n" },
    "calls.csv": "id,time_id,latency\n1,1,5.5\n2,2,7\n3,3,9.25\n4,3,8\n5,,6\n6,4,7\n",
  });
  await project.load();
});
afterAll(async () => {
  project.remove();
  await server[Symbol.asyncDispose]();
});

const engines = (sql: readonly { readonly engine: string }[]): ReadonlySet<string> =>
  new Set(sql.map(({ engine }) => engine));

test("a build fills ClickHouse, and analyses of events are answered there as the embedded engine answers them", async () => {
  const there = await project.analyse(breakdown, { by: ["plan"] });
  expect(engines(there.envelope.receipt.sql)).toEqual(new Set(["clickhouse"]));
  project.write("tidemark.yml", yml(`{url: "${server.url}/shop"}`));
  const here = await project.analyse(breakdown, { by: ["plan"] });
  expect(engines(here.envelope.receipt.sql)).toEqual(new Set(["duckdb"]));
  expect(there.envelope.result).toEqual(here.envelope.result);
  expect([there.envelope.id, there.envelope.findings]).toEqual([here.envelope.id, here.envelope.findings]);
  project.write("tidemark.yml", yml(`{kind: clickhouse, url: "${server.url}/shop"}`));
});

/** Doubles of two engines may differ in their last digits. */
const rounded = (result: unknown): string =>
  JSON.stringify(result, (_, x) => (typeof x === "number" ? Number(x.toPrecision(9)) : x));

test.each<[AnyAnalysis, Readonly<Record<string, unknown>>]>([
  [breakdown, { by: ["shop"], where: [{ dimension: "shop", values: ["north", null] }] }],
  [breakdown, { by: ["shop"], top: 1, metrics: ["users"] }],
  [funnel, { steps: ["view", "buy"], by: ["shop"], drivers: true }],
  [retention, { by: ["shop"] }],
  [sessions, { by: ["shop"] }],
])("a dimension whose column is in capitals is found there as here: %#", async (analysis, params) => {
  const there = await project.analyse(analysis, params);
  project.write("tidemark.yml", yml(`{url: "${server.url}/shop"}`));
  const here = await project.analyse(analysis, params);
  project.write("tidemark.yml", yml(`{kind: clickhouse, url: "${server.url}/shop"}`));
  expect([engines(there.envelope.receipt.sql), rounded(there.envelope.result)]).toEqual([
    new Set(["clickhouse"]),
    rounded(here.envelope.result),
  ]);
});

test("joins of a table are checked there too: keys without a partner, and rows without a key", async () => {
  const there = await project.analyse(eda, { table: "calls" });
  expect(engines(there.envelope.receipt.sql)).toEqual(new Set(["clickhouse"]));
  expect(there.envelope.result).toMatchObject({ joins: [{ target: "days", orphans: 3, keyless: 1, example: "3" }] });
  const staged = await project.analyse(eda, { table: "stg_calls" });
  expect(engines(staged.envelope.receipt.sql)).toEqual(new Set(["duckdb"]));
});

test("an analysis of the project's own files is answered where they are", async () => {
  const { envelope } = await project.analyse(storage);
  expect(engines(envelope.receipt.sql)).toEqual(new Set(["duckdb"]));
});

test("a database with other models is not asked", async () => {
  project.write("log.csv", `${LOG}2024-04-03 12:00:00,3,buy,5.00,pro,north\n`);
  project.write(
    "tidemark.yml",
    yml(`{url: "${server.url}/shop"}`).replace("path: log.csv", "path: log.csv\n    changed: replace"),
  );
  await project.load();
  project.write(
    "tidemark.yml",
    yml(`{kind: clickhouse, url: "${server.url}/shop"}`).replace(
      "path: log.csv",
      "path: log.csv\n    changed: replace",
    ),
  );
  await expect(project.analyse(breakdown, { by: ["plan"] })).rejects.toMatchObject({
    code: "NOT_BUILT",
    hint: expect.stringContaining("engine copy"),
  });
  using session = await openProject(project.root, { purpose: "test" });
  const copied = await copyToClickHouse(session, {});
  expect(copied.find(({ name }) => name === "fct_events")).toMatchObject({ rows: 5, written: 1 });
  const restored = await copyFromClickHouse(session, {});
  expect(restored.map(({ name, rows }) => [name, rows])).toEqual(copied.map(({ name, rows }) => [name, rows]));
});

test.each([
  ["{kind: clickhouse}", /`url` is missing/],
  ['{kind: clickhouse, url: "ftp://x"}', /url/],
])("the engine section %s is refused", async (engine, message) => {
  const refused = loadedProject(yml(engine), {});
  await expect(openProject(refused.root, { purpose: "test" })).rejects.toThrow(message);
  refused.remove();
});
