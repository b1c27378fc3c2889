import { afterAll, beforeAll, expect, test } from "vitest";
import { overview } from "../analyses/overview/index.ts";
import { analysedRelations, planModels } from "../build/plan.ts";
import { type SampleColumn, type SampleLake, sampleLake } from "../build/sample-lake.ts";
import { Project } from "../contract/project/project.ts";
import { addDays, type Day } from "../core/calendar.ts";
import { createRng } from "../core/rng.ts";
import { type DuckDBWarehouse, openDuckDB } from "../warehouse/duckdb/instance.ts";
import { sourceRanges } from "./source-ranges.ts";

const COLUMNS: readonly SampleColumn[] = [
  ["event_time", "time", "timestamp"],
  ["event", "name", "text"],
  ["user_id", "user", "integer"],
];
const at = (text: string): number => Date.parse(`${text}Z`);

const source = (lateDays: number) => ({ path: "x.csv", events: { time: "t", name: "n" }, late_days: lateDays });
const project = (late: { readonly feed?: number; readonly messages?: number } = {}): Project =>
  Project.parse({
    project: { name: "test", timezone: "UTC" },
    sources: { feed: source(late.feed ?? 0), messages: source(late.messages ?? 0), empty: source(0) },
    metrics: { sent: { kind: "count", on: "messages" }, all: { kind: "count" } },
  });

let lake: SampleLake;
let warehouse: DuckDBWarehouse;

/** The feed from 1 to 10 October, messages from the 3rd to the 7th, an event each at the beginning and the end of a day. */
beforeAll(async () => {
  lake = await sampleLake();
  for (const [id, days, first] of [
    ["feed", 10, "2024-10-01"],
    ["messages", 5, "2024-10-03"],
    ["empty", 0, "2024-10-01"],
  ] as const) {
    lake.declare(id, COLUMNS);
    const all = Array.from({ length: days }, (_, i): Day => addDays(first, i));
    const rows = all.flatMap((day) => ["00:10:00", "23:50:00"].map((time) => `${day} ${time}`));
    if (rows.length > 0)
      await lake.append(
        id,
        rows.map((time) => ({ event_time: time, event: "e", user_id: 1 })),
      );
  }
  await lake.build(project(), "m.duckdb", { full: true });
  warehouse = await openDuckDB({ path: `${lake.root}/m.duckdb`, spillDir: `${lake.root}/spill`, threads: 1 });
});
afterAll(async () => {
  await warehouse[Symbol.asyncDispose]();
  await lake[Symbol.asyncDispose]();
});

const FEED = { minMs: at("2024-10-01T00:10:00"), maxMs: at("2024-10-10T23:50:00") };
const MESSAGES = { minMs: at("2024-10-03T00:10:00"), maxMs: at("2024-10-07T23:50:00") };

test("each event source has the range of its own rows, all of them together the widest", async () => {
  expect(Object.fromEntries(await sourceRanges(warehouse, project()))).toEqual({
    events: FEED,
    feed: FEED,
    messages: MESSAGES,
  });
});

test("a metric of a source that ended before the others is shown on its own last complete day", async () => {
  const { root, schemas, parts } = lake;
  const plan = planModels({ root, project: project(), schemas, parts, dataVersion: "1" }, warehouse.dialect);
  const ranges = await sourceRanges(warehouse, project());
  const context = { ...plan, ...analysedRelations(plan), ranges, asOfMs: null, seed: 1, rng: createRng(1) };
  const params = overview.params.parse({});
  const found = await overview.evaluate(params, { ...context, catalog: undefined }, (query) => warehouse.rows(query));
  const lines = found.status === "ok" ? found.result.lines : [];
  expect(lines.map(({ metric, day, value }) => [metric, day, value])).toEqual([
    ["sent", "2024-10-07", 2],
    ["all", "2024-10-10", 2],
  ]);
});
