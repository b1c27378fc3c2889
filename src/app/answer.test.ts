import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requiredParams } from "../../test/harness/analysis-cases.ts";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import type { AnyAnalysis } from "../analyses/analysis.ts";
import { metric } from "../analyses/metric/index.ts";
import { ANALYSES } from "../analyses/registry.ts";
import { type Answer, answer } from "./answer.ts";
import { buildProject } from "./build-project.ts";
import { checkProject } from "./check-project.ts";
import { checkedParameters } from "./checked-parameters.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import { openProject } from "./project-session.ts";
import { findResult, isReproduced, type Why, why } from "./why.ts";

const YML = `
project: { name: shop, timezone: Europe/Berlin }
engine: { threads: 1 }
sources:
  log:
    path: "*.csv"
    events: { time: at, user: who, name: what, value: price }
    columns: { at: timestamp, who: text, what: text, price: "decimal(18,2)", score: number, plan: text, country: text }
dimensions: { plan: {} }
metrics:
  revenue: { kind: sum, of: value, unit: EUR }
  score: { kind: sum, of: score }
  users: { kind: distinct, entity: user }
segments:
  buyers: { did: { event: buy } }
`;

const day = (n: number): string =>
  Array.from({ length: 60 }, (_, i) => {
    const at = `2024-01-${String(n).padStart(2, "0")}T${String(i % 24).padStart(2, "0")}:${10 + (i % 50)}:00Z`;
    const plan = ["pro", "free", ""][i % 3];
    return `${at},u${i % 7},${i % 4 === 0 ? "buy" : "view"},${i % 4 === 0 ? `${i}.10` : ""},${Math.sin(i * n) * 1e6},${plan},${["DE", "FR"][i % 2]}\n`;
  }).join("");

const HEAD = "at,who,what,price,score,plan,country\n";
const clock = { nowMs: () => Date.UTC(2024, 5, 1) };

let project: TestProject;
beforeAll(async () => {
  project = createProject(YML, { "a.csv": `${HEAD}${day(1)}${day(2)}${day(3)}` });
  await project.ingest();
  await build();
});
afterAll(() => project.remove());

async function build(): Promise<void> {
  using session = await openProject(project.root, { purpose: "test" });
  await buildProject(session, { clock });
}

const warehousePath = (): string => join(project.root, ".tidemark/warehouse.duckdb");

interface Asked {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly analysis?: AnyAnalysis;
  readonly fresh?: boolean;
  readonly asOfMs?: number;
}

async function ask({ params = {}, analysis = metric, fresh, asOfMs }: Asked = {}): Promise<Answer> {
  using session = await openProject(project.root, { purpose: "test" });
  const checked = checkedParameters(analysis, { metric: "revenue", ...params }, session.project);
  return await answer(analysis, session, { params: checked, asOfMs: asOfMs ?? null, seed: 0, clock, fresh });
}

async function explain(id: string): Promise<Why> {
  using session = await openProject(project.root, { purpose: "test" });
  return await why(session, findResult(session, id), { clock });
}

test("the same question is answered from the store, without the warehouse, with the same bytes", async () => {
  const first = await ask();
  expect(first).toMatchObject({ cached: false, notes: [], envelope: { status: "ok" } });
  const warehouse = readFileSync(warehousePath());
  writeFileSync(warehousePath(), "this is no database");
  try {
    const again = await ask();
    expect(again.cached).toBe(true);
    expect(JSON.stringify(again.envelope)).toBe(JSON.stringify(first.envelope));
    expect(again.table).toEqual(first.table);
    await expect(ask({ fresh: true })).rejects.toThrow();
    await expect(ask({ params: { grain: "week" } })).rejects.toThrow();
  } finally {
    writeFileSync(warehousePath(), warehouse);
  }
});

test("whatever the answer depends on makes another id; what it does not, does not", async () => {
  const id = async (asked: Asked = {}): Promise<string> => (await ask(asked)).envelope.id;
  const base = await id();
  const others = [
    await id({ params: { grain: "week" } }),
    await id({ params: { metric: "score" } }),
    await id({ asOfMs: Date.UTC(2024, 0, 3) }),
  ];
  expect(new Set([base, ...others]).size).toBe(4);
  expect(await id({ params: { grain: "day", by: [] } })).toBe(base);
  project.write("tidemark.yml", YML.replace("threads: 1", "threads: 2").replace('"*.csv"', '"*.cs*"'));
  expect(await id()).toBe(base);
  project.write("tidemark.yml", YML.replace("unit: EUR", "unit: USD"));
  expect(await id()).not.toBe(base);
  project.write("tidemark.yml", YML);
  expect(await ask()).toMatchObject({ cached: true, envelope: { id: base } });
});

test.each([1, 2, 4])(
  "with %i threads a receipt gives the same bytes, floating-point sums among them",
  async (threads) => {
    project.write("tidemark.yml", YML);
    for (const params of [
      { metric: "score", by: ["plan"] },
      { metric: "users", segment: "buyers", grain: "total" },
    ]) {
      const { envelope } = await ask({ params });
      project.write("tidemark.yml", YML.replace("threads: 1", `threads: ${threads}`));
      const found = await explain(envelope.id.slice(0, 9));
      expect(found).toMatchObject({ failure: null, same: { result: true, charts: true, findings: true } });
      expect(isReproduced(found)).toBe(true);
      project.write("tidemark.yml", YML);
    }
  },
);

test.each(ANALYSES)("$id: a known answer has the bytes of the new one, and why makes them again", async (analysis) => {
  using session = await openProject(project.root, { purpose: "test" });
  const options = {
    params: checkedParameters(analysis, requiredParams(analysis), session.project),
    asOfMs: null,
    seed: 3,
    clock,
  };
  const first = await answer(analysis, session, options);
  const known = await answer(analysis, session, options);
  expect([first.cached, known.cached]).toEqual([false, true]);
  expect(JSON.stringify(known.envelope)).toBe(JSON.stringify(first.envelope));
  expect(known.table).toEqual(first.table);
  const found = await why(session, findResult(session, first.envelope.id), { clock });
  expect(found.same).toEqual({ result: true, charts: true, findings: true });
  expect(found.changes).toMatchObject({ data: [], code: null, definitions: [], runs: false });
});

test("models that were made with other definitions give no answer", async () => {
  project.write("tidemark.yml", YML.replace("of: score }", "of: score * 2 }"));
  await expect(ask({ params: { metric: "score" } })).rejects.toMatchObject({
    code: "NOT_BUILT",
    hint: "run `tidemark build`",
  });
  project.write("tidemark.yml", YML.replace("plan: {}", "plan: { default: none }"));
  await expect(ask()).rejects.toMatchObject({ code: "NOT_BUILT" });
  project.write("tidemark.yml", YML);
});

test("the outcome of the last complete check goes with the number, also with one that is known", async () => {
  using session = await openProject(project.root, { purpose: "test" });
  const check = async (only?: readonly string[]): Promise<string> => {
    await using warehouse = await openProjectWarehouse(session);
    return (await checkProject(session, warehouse, { nowMs: Date.UTC(2024, 0, 4), only })).outcome;
  };
  const params = checkedParameters(metric, { metric: "revenue" }, session.project);
  const now = async (): Promise<Answer> => await answer(metric, session, { params, asOfMs: null, seed: 0, clock });
  expect((await now()).envelope.receipt.quality).toBeNull();
  await check(["missing_user"]);
  expect((await now()).envelope.receipt.quality).toBeNull();
  const outcome = await check();
  expect(await now()).toMatchObject({ cached: true, envelope: { receipt: { quality: outcome } } });
  session.state.prepare("update check_runs set outcome = 'fail'").run();
  expect((await now()).notes).toEqual(["the last check of these data failed: `tidemark check` says why"]);
});

test("newer data are noticed: the answer says that the models are older, why names the partitions", async () => {
  const before = await ask();
  project.write("b.csv", `${HEAD}${day(5)}`);
  project.write("c.csv", `${HEAD}${day(3).replaceAll(",u", ",v")}`);
  await project.ingest();
  const stale = await ask();
  expect(stale.notes[0]).toMatch(/^the models are of data version \w+, the lake is \w+: run `tidemark build`$/);
  expect(stale.envelope.receipt.dataVersion).toBe(before.envelope.receipt.dataVersion);
  expect(stale.envelope.result).toEqual(before.envelope.result);
  const unbuilt = await explain(before.envelope.id);
  expect(unbuilt.same?.result).toBe(true);
  expect(isReproduced(unbuilt)).toBe(false);
  await build();
  const after = await ask();
  expect(after).toMatchObject({ cached: false, notes: [] });
  expect(after.envelope.id).not.toBe(before.envelope.id);
  const found = await explain(before.envelope.id);
  expect(found.same?.result).toBe(false);
  expect(found.changes.data).toEqual([
    { partition: "lake/log/day=2024-01-03", change: "changed", rowsBefore: 60, rowsNow: 120 },
    { partition: "lake/log/day=2024-01-05", change: "added", rowsBefore: 0, rowsNow: 60 },
  ]);
  expect(isReproduced(await explain(after.envelope.id))).toBe(true);
});

test("what a killed build left unnoted is read from the warehouse", async () => {
  const { envelope } = await ask({ params: { grain: "month" } });
  {
    using session = await openProject(project.root, { purpose: "test" });
    session.state.prepare("delete from models").run();
  }
  expect((await ask({ params: { grain: "month" } })).envelope.id).toBe(envelope.id);
  expect((await ask({ params: { grain: "month" } })).cached).toBe(true);
});

test("why names changed definitions, and says when a result cannot be made again", async () => {
  const { envelope } = await ask();
  project.write("tidemark.yml", YML.replace("unit: EUR", "unit: USD"));
  expect((await explain(envelope.id)).changes).toMatchObject({
    data: [],
    code: null,
    definitions: ["metrics.revenue"],
  });
  project.write("tidemark.yml", YML.replace("revenue:", "income:"));
  const gone = await explain(envelope.id);
  expect(gone).toMatchObject({ same: null, failure: 'there is no metric "revenue"' });
  expect(isReproduced(gone)).toBe(false);
  project.write("tidemark.yml", YML);
});

test("an id that is not known, or not unique, is refused with ids that are", async () => {
  using session = await openProject(project.root, { purpose: "test" });
  expect(() => findResult(session, "zzz")).toThrow(expect.objectContaining({ code: "NOT_FOUND", exitCode: 3 }));
  expect(() => findResult(session, "")).toThrow(/results have an id that begins with/);
});
