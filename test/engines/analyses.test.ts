import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { AnyAnalysis } from "../../src/analyses/analysis.ts";
import { ANALYSES } from "../../src/analyses/registry.ts";
import { sourceRanges } from "../../src/app/source-ranges.ts";
import { datedTables, planModels } from "../../src/build/plan.ts";
import type { Catalog } from "../../src/contract/catalog.ts";
import { createRng } from "../../src/core/rng.ts";
import { raw } from "../../src/sql/sql.ts";
import type { Warehouse } from "../../src/warehouse/port.ts";
import { type AnalysedProject, analysedProject } from "../harness/analysed-project.ts";
import { type CopiedProject, copiedProject, copyToClickHouse } from "./copied-project.ts";
import { shardDatabase } from "./shard-database.ts";

let analysed: AnalysedProject;
let copied: CopiedProject;
let catalog: Catalog;
beforeAll(async () => {
  analysed = await analysedProject();
  catalog = await analysed.catalog();
  copied = await copiedProject(join(analysed.lake.root, "m.duckdb"));
}, 120_000);
afterAll(async () => {
  await copied[Symbol.asyncDispose]();
  await analysed[Symbol.asyncDispose]();
});

const propertiesOf = (params: z.ZodType): readonly string[] =>
  Object.keys((z.toJSONSchema(params, { io: "input" }) as { properties?: object }).properties ?? {});

/** Parameters that an analysis cannot do without, for the sample project. */
const REQUIRED: Readonly<Record<string, unknown>> = { metric: "revenue" };

const VARIANTS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["as it is", {}],
  ["split", { by: ["plan"] }],
  ["of some days", { from: "2024-03-12", to: "2024-03-30", where: [{ dimension: "plan", values: ["pro", null] }] }],
  ["of a segment", { segment: "buyers" }],
  ["by hours", { grain: "hour", from: "2024-03-30", to: "2024-04-01" }],
];

/** Analyses of the project's own files and runs are answered where the lake is, whatever the engine. */
const OF_EVENTS = ANALYSES.filter(({ catalogRequest }) => catalogRequest({}) === undefined);

const CASES = OF_EVENTS.flatMap((analysis) => {
  const names = propertiesOf(analysis.params);
  const required = Object.fromEntries(Object.entries(REQUIRED).filter(([name]) => names.includes(name)));
  return VARIANTS.filter(([, params]) => Object.keys(params).every((name) => names.includes(name))).map(
    ([what, params]) => [`${analysis.id} ${what}`, analysis, { ...required, ...params }] as const,
  );
});

async function answerOn(
  warehouse: Warehouse,
  analysis: AnyAnalysis,
  params: unknown,
  { project, lake } = analysed,
): Promise<unknown> {
  const plan = planModels(
    { root: lake.root, project, schemas: lake.schemas, parts: lake.parts, dataVersion: "1" },
    warehouse.dialect,
  );
  const ranges = await sourceRanges(warehouse, project);
  const context = { ...plan, tables: datedTables(plan), ranges, asOfMs: null, catalog, rng: createRng(1) };
  return analysis.evaluate(params, context, (query) => warehouse.rows(query));
}

async function answerOfDuckDB(analysis: AnyAnalysis, params: unknown): Promise<unknown> {
  return analysis.evaluate(params, { ...analysed.context, catalog, rng: createRng(1) }, (query) =>
    analysed.fetch(query),
  );
}

/** Both answers, with numbers that are alike to nine digits made the same: engines divide and take roots in their own order. */
function aligned(found: unknown, expected: unknown): unknown {
  if (typeof found === "number" && typeof expected === "number") {
    const whole = Number.isInteger(found) && Number.isInteger(expected);
    return !whole && Math.abs(found - expected) <= 1e-9 * Math.abs(expected) ? expected : found;
  }
  if (typeof found !== "object" || found === null || typeof expected !== "object" || expected === null) return found;
  const other = expected as Readonly<Record<string, unknown>>;
  if (Array.isArray(found)) return found.map((item, i) => aligned(item, other[i]));
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, aligned(value, other[key])]));
}

test.each(CASES)("%s: ClickHouse, whole and as three shards, gives DuckDB's answer", async (_, analysis, params) => {
  const expected = await answerOfDuckDB(analysis, params);
  for (const warehouse of [copied.whole, copied.sharded])
    expect(aligned(await answerOn(warehouse, analysis, params), expected), warehouse.database).toEqual(expected);
});

test("what a cluster denies without more being said, a join of two sharded tables, is asked of every shard", async () => {
  const { rows } = await copied.sharded.table(
    raw(`select count(*) from fct_events as e join fct_sessions as s on s.user_id = e.user_id and s.session_id = e.session_id
      where e.user_id in (select user_id from fct_user_days where events > 1)`),
  );
  const { rows: whole } = await copied.whole.table(
    raw(`select count(*) from fct_events as e join fct_sessions as s on s.user_id = e.user_id and s.session_id = e.session_id
      where e.user_id in (select user_id from fct_user_days where events > 1)`),
  );
  expect(rows).toEqual(whole);
  expect(Number(rows[0]?.[0])).toBeGreaterThan(0);
});

test("two clocks are compared where the second one is a column of the staged events only", async () => {
  const at = (s: number): string => `2024-03-01 10:00:${String(s).padStart(2, "0")}`;
  await using clocked = await analysedProject({
    sections: {
      sources: { shop: { path: "x.csv", events: { time: "t", name: "n", user: "u", received: "r" } } },
      dimensions: { plan: {} },
      metrics: {},
      segments: {},
      funnels: {},
    },
    columns: [["received_time", "received", "timestamp"]],
    rows: [1, 2, 3, 4].map((i) => ({
      event_time: at(i),
      received_time: at(i * i),
      event: "view",
      user_id: i % 3,
      plan: "p",
    })),
  });
  const whole = await copied.server.database("clocked");
  await copyToClickHouse(join(clocked.lake.root, "m.duckdb"), whole);
  const sharded = await shardDatabase(copied.server, whole);
  const explore = OF_EVENTS.find(({ id }) => id === "explore");
  if (explore === undefined) throw new Error("no explore");
  for (const where of [[], [{ dimension: "plan", values: ["p"] }]]) {
    const params = { sections: ["clocks"], where };
    const expected = await explore.evaluate(params, { ...clocked.context, rng: createRng(1) }, (query) =>
      clocked.fetch(query),
    );
    expect(expected).toMatchObject({ status: "ok", result: { clocks: [{ n: 4 }] } });
    for (const warehouse of [whole, sharded])
      expect(await answerOn(warehouse, explore, params, clocked)).toEqual(expected);
  }
});
