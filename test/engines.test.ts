import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { AnyAnalysis } from "../src/analyses/analysis.ts";
import { ANALYSES } from "../src/analyses/registry.ts";
import { sourceRanges } from "../src/app/source-ranges.ts";
import { datedTables, planModels } from "../src/build/plan.ts";
import type { Catalog } from "../src/contract/catalog.ts";
import { createRng } from "../src/core/rng.ts";
import type { Warehouse } from "../src/warehouse/port.ts";
import { type CopiedProject, copiedProject } from "./engines/copied-project.ts";
import { type AnalysedProject, analysedProject } from "./harness/analysed-project.ts";

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
  ["filtered", { where: [{ dimension: "plan", values: ["pro", null] }] }],
  ["of some days", { from: "2024-03-12", to: "2024-03-30" }],
  ["of a segment", { segment: "buyers" }],
  ["by weeks", { grain: "week" }],
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

async function answerOn(warehouse: Warehouse, analysis: AnyAnalysis, params: unknown): Promise<unknown> {
  const { project, lake } = analysed;
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

test.each(CASES)("%s: ClickHouse gives DuckDB's answer", async (_, analysis, params) => {
  expect(await answerOn(copied.whole, analysis, params)).toEqual(await answerOfDuckDB(analysis, params));
});

test.each(CASES)("%s: three shards give DuckDB's answer", async (_, analysis, params) => {
  expect(await answerOn(copied.sharded, analysis, params)).toEqual(await answerOfDuckDB(analysis, params));
});
