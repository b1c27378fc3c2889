import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../test/harness/analysed-project.ts";
import { analysisCases, propertiesOf, requiredParams, VARIANTS } from "../../test/harness/analysis-cases.ts";
import { chartTable } from "../charts/chart-table.ts";
import { analysisOptions } from "../cli/analysis-options.ts";
import { GLOBAL_OPTIONS } from "../cli/command.ts";
import { runCommand } from "../cli/commands/run.ts";
import type { Catalog } from "../contract/catalog.ts";
import { ChartSpec } from "../contract/chart-spec.ts";
import { Finding } from "../contract/envelope.ts";
import { createRng } from "../core/rng.ts";
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

test.each(ANALYSES)("$id: every parameter is explained and can be a flag", (analysis) => {
  for (const [name, { description }] of Object.entries(propertiesOf(analysis.params)))
    expect(description, name).toMatch(/\w{3}/);
  const taken = [...runCommand.options, ...GLOBAL_OPTIONS].map(({ name }) => name);
  expect(analysisOptions(analysis).filter(({ name }) => taken.includes(name))).toEqual([]);
});

test.each(ANALYSES)("$id: has a test of its numbers and a method card", ({ id }) => {
  const own = readdirSync(new URL(`./${id}/`, import.meta.url)).filter((name) => name.endsWith(".test.ts"));
  expect(own.length + (NUMBERS_TESTED_ELSEWHERE[id]?.length ?? 0)).toBeGreaterThan(0);
  for (const path of NUMBERS_TESTED_ELSEWHERE[id] ?? [])
    expect(existsSync(new URL(path, import.meta.url)), path).toBe(true);
  expect(existsSync(new URL(`../../docs/analyses/${id}.md`, import.meta.url))).toBe(true);
});

/** Analyses of the metrics layer: it is held to its definitions event by event. */
const NUMBERS_TESTED_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  metric: ["../models/metrics/metric-query.test.ts"],
  breakdown: ["../models/metrics/metric-query.test.ts"],
};

const CASES = analysisCases(VARIANTS);

test.each(CASES)(
  "$name: runs on a real engine; charts have words and their data as tables, nothing is NaN, JSON keeps everything",
  async ({ analysis, params }) => {
    const evaluated = await analysis.evaluate(params, { ...analysed.context, catalog }, (query) =>
      analysed.fetch(query),
    );
    expect(evaluated).toMatchObject({ status: "ok" });
    if (evaluated.status !== "ok") return;
    expect(evaluated.charts.length).toBeGreaterThan(0);
    for (const chart of evaluated.charts) {
      expect(ChartSpec.parse(chart).alt.length).toBeGreaterThan(10);
      const { columns, rows } = chartTable(chart);
      expect(rows.length, chart.title).toBeGreaterThan(0);
      expect(new Set(rows.map(({ length }) => length)), chart.title).toEqual(new Set([columns.length]));
    }
    for (const finding of evaluated.findings) expect(Finding.parse(finding).text).toMatch(/\.$/);
    expect(evaluated.table?.rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(evaluated)).not.toMatch(/NaN|Infinity/);
    expect(JSON.parse(JSON.stringify(evaluated.result))).toEqual(evaluated.result);
    expect(analysis.table(JSON.parse(JSON.stringify(evaluated.result)))).toEqual(evaluated.table);
    expect(analysis.params.parse(analysis.params.parse(params))).toEqual(analysis.params.parse(params));
  },
);

test("the first chart shows numbers of the result, not others", async () => {
  for (const { name, analysis, params } of CASES) {
    const { charts, table, ...rest } = await analysis.evaluate(params, { ...analysed.context, catalog }, (query) =>
      analysed.fetch(query),
    );
    const known = new Set([...numbersIn([rest, table]), ...numberedLabels(rest)]);
    const strange = charts
      .slice(0, 1)
      .flatMap((chart) => numbersIn(chartTable(chart).rows))
      .filter((n) => !known.has(n));
    expect(strange, name).toEqual([]);
  }
});

const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};

/** Labels that are whole numbers, as those of periods after a start are: a chart places them on an axis. */
const numberedLabels = (value: unknown): readonly number[] => {
  if (typeof value === "string") return /^\d+$/.test(value) ? [Number(value)] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numberedLabels) : [];
};

test("with 1, 2 and 4 threads every analysis gives the same bytes, on a log of more than one row group", async () => {
  await using large = await analysedProject({ copies: 310 });
  const hardest = new Map(CASES.map(({ name, analysis, params }) => [analysis, { what: name, params }]));
  const seen = new Map<string, string>();
  for (const threads of [1, 2, 4]) {
    await large.reopen(threads);
    for (const [analysis, { what, params }] of hardest) {
      const context = { ...large.context, catalog: await large.catalog(), rng: createRng(1) };
      const bytes = JSON.stringify(await analysis.evaluate(params, context, (query) => large.fetch(query)));
      expect(bytes === (seen.get(what) ?? bytes), `${what} with ${threads} threads`).toBe(true);
      seen.set(what, bytes);
    }
  }
}, 240_000);

test.each(ANALYSES)("$id: without data it is undetermined, with a reason", async (analysis) => {
  const nothing = await analysis.evaluate(
    requiredParams(analysis),
    { ...analysed.context, ranges: new Map() },
    async () => [],
  );
  expect(nothing).toMatchObject({ status: "undetermined", reason: expect.stringMatching(/\w/) });
});
