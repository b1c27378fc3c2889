import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type AnalysedProject, analysedProject } from "../../test/harness/analysed-project.ts";
import type { Catalog } from "../contract/catalog.ts";
import { ChartSpec } from "../contract/chart-spec.ts";
import { Finding } from "../contract/envelope.ts";
import { ANALYSES } from "./registry.ts";

let analysed: AnalysedProject;
let catalog: Catalog;
beforeAll(async () => {
  analysed = await analysedProject();
  catalog = await analysed.catalog();
});
afterAll(() => analysed[Symbol.asyncDispose]());

test("ids are distinct and are the names of the folders", () => {
  expect(new Set(ANALYSES.map(({ id }) => id)).size).toBe(ANALYSES.length);
  for (const { id } of ANALYSES) expect(existsSync(new URL(`./${id}/index.ts`, import.meta.url)), id).toBe(true);
});

const propertiesOf = (params: z.ZodType): Readonly<Record<string, { readonly description?: string }>> =>
  (z.toJSONSchema(params, { io: "input" }) as { properties?: Record<string, { description?: string }> }).properties ??
  {};

test.each(ANALYSES)("$id: every parameter is explained", ({ params }) => {
  for (const [name, { description }] of Object.entries(propertiesOf(params)))
    expect(description, name).toMatch(/\w{3}/);
});

/** Parameters that an analysis cannot do without, for the sample project. */
const REQUIRED: Readonly<Record<string, unknown>> = { metric: "revenue" };

const SHARED: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["as it is", {}],
  ["split", { by: ["plan"] }],
  ["filtered", { where: [{ dimension: "plan", values: ["pro", null] }] }],
  ["of a segment", { segment: "buyers" }],
  ["of some days", { from: "2024-03-12", to: "2024-03-30" }],
];

const CASES = ANALYSES.flatMap((analysis) => {
  const names = new Set(Object.keys(propertiesOf(analysis.params)));
  return SHARED.filter(([, params]) => Object.keys(params).every((name) => names.has(name))).map(
    ([what, params]) =>
      [
        `${analysis.id} ${what}`,
        analysis,
        { ...Object.fromEntries(Object.entries(REQUIRED).filter(([name]) => names.has(name))), ...params },
      ] as const,
  );
});

test.each(CASES)(
  "%s: runs on a real engine; charts have words, a table stands beside them, nothing is NaN",
  async (_, analysis, params) => {
    const evaluated = await analysis.evaluate(params, { ...analysed.context, catalog }, (query) =>
      analysed.fetch(query),
    );
    expect(evaluated).toMatchObject({ status: "ok" });
    expect(evaluated.charts.length).toBeGreaterThan(0);
    for (const chart of evaluated.charts) expect(ChartSpec.parse(chart).alt.length).toBeGreaterThan(10);
    for (const finding of evaluated.findings) expect(Finding.parse(finding).text).toMatch(/\.$/);
    expect(evaluated.table?.rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(evaluated)).not.toMatch(/NaN|Infinity/);
  },
);

test.each(ANALYSES)("$id: without data it is undetermined, with a reason", async (analysis) => {
  const params = Object.fromEntries(Object.entries(REQUIRED).filter(([name]) => name in propertiesOf(analysis.params)));
  const nothing = await analysis.evaluate(params, { ...analysed.context, ranges: new Map() }, async () => []);
  expect(nothing).toMatchObject({ status: "undetermined", reason: expect.stringMatching(/\w/) });
});
