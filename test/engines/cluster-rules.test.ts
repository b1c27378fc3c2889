import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ANALYSES } from "../../src/analyses/registry.ts";
import { sourceRanges } from "../../src/app/source-ranges.ts";
import { analysedRelations, planModels } from "../../src/build/plan.ts";
import { createRng } from "../../src/core/rng.ts";
import { raw } from "../../src/sql/sql.ts";
import type { Warehouse } from "../../src/warehouse/port.ts";
import { type AnalysedProject, analysedProject } from "../harness/analysed-project.ts";
import { type CopiedProject, copiedProject, copyToClickHouse } from "./copied-project.ts";
import { shardDatabase } from "./shard-database.ts";

let copied: CopiedProject;
beforeAll(async () => {
  await using analysed = await analysedProject();
  copied = await copiedProject(join(analysed.lake.root, "m.duckdb"));
}, 120_000);
afterAll(() => copied[Symbol.asyncDispose]());

const explore = ANALYSES.find(({ id }) => id === "explore");

async function explored(warehouse: Warehouse, params: unknown, { project, lake }: AnalysedProject): Promise<unknown> {
  const plan = planModels(
    { root: lake.root, project, schemas: lake.schemas, parts: lake.parts, dataVersion: "1" },
    warehouse.dialect,
  );
  const ranges = await sourceRanges(warehouse, project);
  const lab = { seed: 1, rng: createRng(1) };
  const context = { ...plan, ...analysedRelations(plan), ranges, asOfMs: null, catalog: undefined, ...lab };
  return explore?.evaluate(params, context, (query) => warehouse.rows(query));
}

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
  for (const where of [[], [{ dimension: "plan", values: ["p"] }]]) {
    const params = { sections: ["clocks"], where };
    const expected = await explore?.evaluate(params, { ...clocked.context, rng: createRng(1) }, (query) =>
      clocked.fetch(query),
    );
    expect(expected).toMatchObject({ status: "ok", result: { clocks: [{ n: 4 }] } });
    for (const warehouse of [whole, sharded]) expect(await explored(warehouse, params, clocked)).toEqual(expected);
  }
});
