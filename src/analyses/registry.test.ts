import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { z } from "zod";
import { ChartSpec } from "../contract/chart-spec.ts";
import { Finding } from "../contract/envelope.ts";
import { Project } from "../contract/project/project.ts";
import { createRng } from "../core/rng.ts";
import type { Query } from "../sql/query.ts";
import { raw } from "../sql/sql.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";
import { ANALYSES } from "./registry.ts";

const project = Project.parse({
  project: { name: "registry" },
  sources: { log: { path: "x.csv", events: { time: "t", name: "n" } } },
  dimensions: { plan: {} },
  metrics: { events: { kind: "count", unit: "events", good: "up" } },
});

const FCT_DAILY = `create table fct_daily as
  select date '2024-01-01' + cast(i as integer) as day, 'events' as source, 'events' as metric, d as dimension, v as dimension_value,
    cast(100 + i as double) as value, null::double as numerator, null::double as denominator, 100 + i as "rows"
  from range(20) r(i), (values ('', ''), ('plan', 'pro'), ('plan', '(none)')) t(d, v)`;

test("ids are distinct and are the names of the folders", () => {
  expect(new Set(ANALYSES.map(({ id }) => id)).size).toBe(ANALYSES.length);
  for (const { id } of ANALYSES) expect(existsSync(new URL(`./${id}/index.ts`, import.meta.url)), id).toBe(true);
});

test.each(ANALYSES)("$id: every parameter is explained", ({ params }) => {
  const { properties = {} } = z.toJSONSchema(params, { io: "input" }) as {
    properties?: Record<string, { description?: string }>;
  };
  for (const [name, { description }] of Object.entries(properties)) expect(description, name).toMatch(/\w{3}/);
});

test.each(ANALYSES)(
  "$id: runs on a real engine; charts have words, a table stands beside them, nothing is NaN",
  async (analysis) => {
    await using warehouse = await openDuckDB({ path: ":memory:", spillDir: tmpdir() });
    await warehouse.exec(raw(FCT_DAILY));
    const ranges = new Map([["events", { minMs: Date.UTC(2024, 0, 1), maxMs: Date.UTC(2024, 0, 20, 23, 59, 59) }]]);
    const context = { project, dialect: warehouse.dialect, ranges, asOfMs: null, rng: createRng(1) };
    const fetch = <Row>(query: Query<Row>): Promise<readonly Row[]> => warehouse.rows(query);
    for (const params of [{}, { by: "plan" }, { where: [{ dimension: "plan", value: "pro" }] }]) {
      const evaluated = await analysis.evaluate(params, context, fetch);
      expect(evaluated.status).toBe("ok");
      expect(evaluated.charts.length).toBeGreaterThan(0);
      for (const chart of evaluated.charts) expect(ChartSpec.parse(chart).alt.length).toBeGreaterThan(10);
      for (const finding of evaluated.findings) expect(Finding.parse(finding).text).toMatch(/\.$/);
      expect(evaluated.table?.rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(evaluated)).not.toMatch(/NaN|Infinity/);
    }
    const nothing = await analysis.evaluate({}, { ...context, ranges: new Map() }, async () => []);
    expect(nothing).toMatchObject({ status: "undetermined", reason: expect.stringMatching(/\w/) });
  },
);
