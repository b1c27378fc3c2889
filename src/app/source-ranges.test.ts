import { afterAll, beforeAll, expect, test } from "vitest";
import { ANALYSES } from "../analyses/registry.ts";
import { analysedRelations, planModels } from "../build/plan.ts";
import { type SampleColumn, type SampleLake, sampleLake } from "../build/sample-lake.ts";
import { Project } from "../contract/project/project.ts";
import { addDays, type Day } from "../core/calendar.ts";
import { createRng } from "../core/rng.ts";
import { type DuckDBWarehouse, openDuckDB } from "../warehouse/duckdb/instance.ts";
import { sourceRanges } from "./source-ranges.ts";

const COLUMNS: readonly SampleColumn[] = [
  ["event_time", "time", "timestamp"],
  ["event", "event", "text"],
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

async function answered(id: string, params: object, given = project()) {
  const { root, schemas, parts } = lake;
  const plan = planModels({ root, project: given, schemas, parts, dataVersion: "1" }, warehouse.dialect);
  const ranges = await sourceRanges(warehouse, given);
  const context = { ...plan, ...analysedRelations(plan), ranges, catalog: undefined, asOfMs: null };
  const analysis = ANALYSES.find((one) => one.id === id);
  const lab = { seed: 1, rng: createRng(1) };
  return analysis?.evaluate(analysis.params.parse(params), { ...context, ...lab }, (query) => warehouse.rows(query));
}

test("a metric of a source that ended before the others is shown on its own last complete day", async () => {
  expect(await answered("overview", {})).toMatchObject({
    result: {
      lines: [
        { metric: "sent", day: "2024-10-07", value: 2 },
        { metric: "all", day: "2024-10-10", value: 2 },
      ],
    },
  });
  expect(await answered("metric", { metric: "sent", from: "2024-10-01" })).toMatchObject({
    result: { days: { from: "2024-10-03", to: "2024-10-08" } },
  });
});

test("days that are still awaited are complete in no analysis, and their rows are still there", async () => {
  const late = project({ messages: 2 });
  expect(await answered("overview", {}, late)).toMatchObject({
    result: {
      lines: [
        { metric: "sent", day: "2024-10-05", value: 2 },
        { metric: "all", day: "2024-10-08", value: 2 },
      ],
    },
  });
  const points = (partial: readonly boolean[]) => partial.map((one) => ({ value: 2, partial: one }));
  expect(await answered("metric", { metric: "sent" }, late)).toMatchObject({
    result: { lines: [{ points: points([false, false, false, true, true]) }] },
    charts: [{ openFrom: 3 }],
  });
  const retained = await answered("retention", { grain: "day", cohort: "recurring", periods: 1 }, late);
  const states = [...Array.from({ length: 7 }, () => "complete"), "open", "ahead", "ahead"];
  expect(retained).toMatchObject({ result: { trend: { column: 1, points: states.map((state) => ({ state })) } } });
  const explored = await answered("explore", { sections: ["volume"] }, late);
  expect(explored).toMatchObject({ result: { volume: { rows: 30, daily: { days: 8 } } } });
});

test("a source that is called events does not stand for the others", async () => {
  await using named = await sampleLake();
  const log = { path: "x.csv", events: { time: "t", name: "n" } };
  const two = Project.parse({
    project: { name: "t" },
    sources: { events: log, other: { ...log, late_days: 1 } },
  });
  for (const id of ["events", "other"]) named.declare(id, COLUMNS);
  await named.append("events", [{ event_time: "2024-10-02 10:00:00", event: "e", user_id: 1 }]);
  await named.append("other", [{ event_time: "2024-10-05 10:00:00", event: "e", user_id: 1 }]);
  await named.build(two, "m.duckdb", { full: true });
  const path = { path: `${named.root}/m.duckdb`, spillDir: `${named.root}/spill` };
  await using opened = await openDuckDB({ ...path, threads: 1 });
  const last = at("2024-10-05T10:00:00");
  expect(Object.fromEntries(await sourceRanges(opened, two))).toEqual({
    events: { minMs: at("2024-10-02T10:00:00"), maxMs: last, lateDays: 1 },
    other: { minMs: last, maxMs: last, lateDays: 1 },
  });
});

test("a source says how long its days are awaited, and all of them together as long as the one that is awaited longest", async () => {
  const ranges = await sourceRanges(warehouse, project({ messages: 2 }));
  expect(Object.fromEntries(ranges)).toEqual({
    events: { ...FEED, lateDays: 2 },
    feed: FEED,
    messages: { ...MESSAGES, lateDays: 2 },
  });
});
