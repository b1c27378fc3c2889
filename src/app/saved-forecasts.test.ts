import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import { buildProject } from "./build-project.ts";
import { keptForecasts } from "./kept-forecasts.ts";
import { openProject } from "./project-session.ts";
import { type RefreshedForecast, refreshForecasts } from "./saved-forecasts.ts";

const YML = `
project: { name: shop }
engine: { threads: 1 }
sources:
  log:
    path: "*.csv"
    events: { time: at, user: who, name: what }
    columns: { at: timestamp, who: text, what: text, plan: text }
dimensions: { plan: {} }
metrics:
  events: { kind: count }
  views: { kind: count, filter: { event: view } }
calendar:
  sale: { on: [2024-01-10, 2024-01-24] }
forecasts:
  by_plan: { metric: events, metrics: [views], by: [plan], horizon: 3, model: seasonal-naive, where: ["plan in pro,free"] }
  broken: { metric: events, model: crystal-ball }
`;

const row = (day: number, i: number, plan: string): string =>
  `2024-01-${String(day).padStart(2, "0")}T${String(i % 24).padStart(2, "0")}:00:00Z,u${i % 5},${i % 3 === 0 ? "buy" : "view"},${plan}\n`;
/** 24 hours of each day by plan; a sale doubles them. */
const days = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n)
    .flatMap((day) =>
      ["pro", "free"].flatMap((plan) => Array.from({ length: day === 10 ? 48 : 24 }, (_, i) => row(day, i, plan))),
    )
    .join("");
const HEAD = "at,who,what,plan\n";
const clock = { nowMs: () => Date.UTC(2024, 5, 1) };

let project: TestProject;
beforeAll(async () => {
  project = createProject(YML, { "a.csv": `${HEAD}${days(1, 23)}` });
  await load();
});
afterAll(() => project.remove());

async function load(): Promise<void> {
  await project.ingest();
  using session = await openProject(project.root, { purpose: "test" });
  await buildProject(session, { clock });
}

async function refreshed(): Promise<readonly RefreshedForecast[]> {
  using session = await openProject(project.root, { purpose: "test" });
  return await refreshForecasts(session, { clock });
}

test("saved forecasts are answered; one that is wrong is told and leaves the others", async () => {
  const [good, broken] = await refreshed();
  expect(good).toMatchObject({ id: "by_plan", failed: false, series: { total: 6, reused: 0 } });
  expect(good?.text).toContain("expected in the next 3 days");
  expect(broken).toMatchObject({ id: "broken", failed: true, result: null });
  expect(broken?.text).toContain('"crystal-ball" is not one of');
  expect((await refreshed())[0]).toMatchObject({ series: null, failed: false });
});

test("only series whose data changed are calculated anew; what came is held against what was said", async () => {
  writeFileSync(join(project.root, "tidemark.yml"), YML.replace("in pro,free", "in free"));
  // both values were known, and the whole of views is now the same series as its only value
  expect((await refreshed())[0]?.series).toEqual({ total: 4, reused: 3 });
  writeFileSync(join(project.root, "tidemark.yml"), YML);
  writeFileSync(join(project.root, "b.csv"), `${HEAD}${days(24, 26)}`);
  await load();
  using session = await openProject(project.root, { purpose: "test" });
  const kept = await keptForecasts(session);
  const first = kept.find(({ saved }) => saved === "by_plan");
  expect(first).toMatchObject({ label: "events", steps: 3, model: "seasonal-naive" });
  expect(first?.points.map(({ actual, mean }) => [actual, mean])).toEqual([
    [48, 48 + 48],
    [48, 48],
    [48, 48],
  ]);
  expect(first).toMatchObject({ came: 3, mae: 16 });
});

test("what came is not held against a forecast by other definitions: they are named", async () => {
  const keptWith = async (yml: string) => {
    writeFileSync(join(project.root, "tidemark.yml"), yml);
    using session = await openProject(project.root, { purpose: "test" });
    return (await keptForecasts(session)).find(({ saved }) => saved === "by_plan");
  };
  const other = (metric: string): string => YML.replace("events: { kind: count }", `events: ${metric}`);
  expect(await keptWith(other("{ kind: count, label: all }"))).toMatchObject({ came: 3, mae: 16, changed: [] });
  expect(await keptWith(other("{ kind: count, filter: { event: buy } }"))).toMatchObject({
    ...{ came: 0, mae: null, changed: ["metrics.events"] },
  });
  expect(await keptWith(`${YML}sample: { share: 10% }\n`)).toMatchObject({ came: 0, changed: ["sample"] });
  expect(await keptWith(YML)).toMatchObject({ came: 3, changed: [] });
});
