import { statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type LoadedProject, loadedProject } from "../../../test/harness/loaded-project.ts";
import { openProject } from "../../app/project-session.ts";
import type { GraphChart } from "../../contract/chart-spec/graph.ts";
import { ChartSpec } from "../../contract/chart-spec.ts";
import type { Envelope } from "../../contract/envelope.ts";
import type { StorageResult } from "./compute.ts";
import { storage } from "./index.ts";

const YML = `project: { name: t, timezone: UTC }
sources:
  log:
    path: in/*.csv
    events: { time: at, user: who, name: what, value: price }
    columns: { price: "decimal(10,2)", plan: text }
  orders:
    path: orders.csv
    table: { key: id, joins: { shops: { on: { shop: code } } } }
  shops:
    path: shops.csv
    table: { key: code }
metrics:
  events: { kind: count }
`;
const LOG = `at,who,what,price,plan
2024-01-01 10:00:00,1,view,,gold
2024-01-01 10:05:00,1,buy,9.50,gold
2024-01-02 11:00:00,2,buy,abc,iron
2024-01-02 11:00:00,2,view,,iron
`;
const FILES = { "in/a.csv": LOG, "orders.csv": "id,shop\n1,x\n2,y\n", "shops.csv": "code,city\nx,Ulm\ny,Jena\n" };

let project: LoadedProject;
afterEach(() => project.remove());

const resultOf = ({ result }: Envelope): StorageResult => result as StorageResult;

test("bytes are those of the files, columns those of the parts' schemas, and both runs are on record", async () => {
  project = loadedProject(YML, FILES);
  await project.load();
  const { envelope, table } = await project.analyse(storage, { sample_rows: 100 });
  const result = resultOf(envelope);
  using session = await openProject(project.root, { purpose: "test" });
  const bytes = (source: string, kind: "rows" | "quarantine"): number =>
    session.manifest
      .parts({ source, kind })
      .reduce((sum, { path }) => sum + statSync(join(project.root, path)).size, 0);
  expect(result.sources[0]).toEqual({
    source: "log",
    format: "csv",
    files: 1,
    inputBytes: LOG.length,
    recordsRead: 4,
    parts: 2,
    rows: 3,
    lakeBytes: bytes("log", "rows"),
  });
  expect(result.quarantineBytes).toBe(bytes("log", "quarantine"));
  const fileBytes = statSync(join(project.root, ".tidemark/warehouse.duckdb")).size;
  expect(result.warehouseBytes).toBeGreaterThan(0);
  expect(result.warehouseBytes).toBeLessThanOrEqual(fileBytes);
  const log = result.columns.filter(({ source }) => source === "log");
  expect(log.map(({ column, from, how, type, values }) => [column, from, how, type, values])).toEqual([
    ["event_time", "at", "inferred", "timestamp", 3],
    ["event", "what", "inferred", "text", 3],
    ["user_id", "who", "inferred", "integer", 3],
    ["value", "price", "declared", "decimal(10,2)", 3],
    ["source", null, "added", "text", 3],
    ["day", null, "added", "date", 3],
    ["ingest_seq", null, "added", "integer", 3],
    ["plan", "plan", "declared", "text", 3],
  ]);
  const plan = log.find(({ column }) => column === "plan");
  expect(plan).toMatchObject({ stored: ["varchar"], textBytesPerValue: 4 });
  expect(log.reduce((sum, { lakeBytes }) => sum + lakeBytes, 0)).toBeLessThan(bytes("log", "rows"));
  expect(result.sample).toMatchObject({ source: "log", rows: 3, parts: 2 });
  expect(result.sample?.sizes.map(({ format }) => format)).toContain("Parquet (Zstandard 3)");
  expect(result.scansAgree).toBe(true);
  expect(result.runs.map(({ kind, id }) => [kind, id])).toEqual([
    ["ingest", 1],
    ["build", 2],
  ]);
  expect(table?.rows).toHaveLength(result.columns.length);
});

test("the data model names every relation with its columns, its own keys and the declared joins", async () => {
  project = loadedProject(YML, FILES);
  await project.load();
  const { envelope } = await project.analyse(storage, { sample_rows: 100 });
  const graph = envelope.charts.map((c) => ChartSpec.parse(c)).find((c): c is GraphChart => c.kind === "graph");
  expect(graph?.nodes.map(({ id, group, value }) => [id, group, value])).toEqual([
    ["dim_dates", "dimensions", 2],
    ["dim_items", "dimensions", 0],
    ["dim_users", "dimensions", 2],
    ["fct_daily", "facts", 2],
    ["fct_event_runs", "facts", 3],
    ["fct_events", "facts", 3],
    ["fct_orders", "facts", 2],
    ["fct_sessions", "facts", 2],
    ["fct_shops", "facts", 2],
    ["fct_user_days", "facts", 2],
    ["quarantine", "quarantine", 1],
    ["stg_events", "staging", 3],
    ["stg_log", "staging", 3],
    ["stg_orders", "staging", 2],
    ["stg_shops", "staging", 2],
  ]);
  expect(graph?.nodes.find(({ id }) => id === "fct_shops")?.lines).toEqual([
    "source varchar",
    "ingest_seq bigint",
    "code varchar",
    "city varchar",
  ]);
  const edges = graph?.edges.map(({ from, to, label }) => `${from} > ${to}: ${label}`);
  expect(edges).toContain("fct_events > fct_sessions: user_id, session_id");
  expect(edges).toContain("fct_sessions > dim_users: user_id");
  expect(edges).toContain("fct_daily > dim_dates: day");
  expect(edges).toContain("fct_orders > fct_shops: shop = code");
  expect(edges?.filter((edge) => edge.startsWith("fct_sessions > fct_sessions"))).toEqual([]);
});

test("the same data give the same bytes of result, charts and findings; times are in the receipt", async () => {
  project = loadedProject(YML, FILES);
  await project.load();
  const [first, second] = [await project.analyse(storage), await project.analyse(storage)];
  const repeatable = ({ id, result, charts, findings }: Envelope): string =>
    JSON.stringify({ id, result, charts, findings });
  expect(repeatable(second.envelope)).toBe(repeatable(first.envelope));
  expect(first.envelope.receipt.sql).toHaveLength(6);
});
