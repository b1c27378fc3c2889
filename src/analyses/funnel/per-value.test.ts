import { expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import type { FunnelResult } from "./compute.ts";
import { funnel } from "./index.ts";

const COUNTED_ONCE = { steps: ["view", "purchase"], open: "include", window: "1h" };
const PER_VALUE = { ...COUNTED_ONCE, by: ["plan"], attribution: "all" };

async function asked(project: AnalysedProject, params: object) {
  const evaluated = await funnel.evaluate(params, project.context, (query) => project.fetch(query));
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return { result: evaluated.result as FunnelResult, warnings: evaluated.warnings };
}

/** The same events, a minute apart, of each of twenty users. */
const ofTwenty = (...events: readonly (readonly [event: string, plan: string])[]): readonly SampleRow[] =>
  Array.from({ length: 20 }, (_, user) =>
    events.map(
      ([event, plan], minute): SampleRow => ({
        ...{ session_id: null, item_id: null, value: null, country: null, city: null, invoice: null, score: null },
        ...{ event, plan, user_id: user + 1, event_time: `2024-03-12 10:0${minute}:00` },
      }),
    ),
  ).flat();

test("who counts once for each value counts once in the total", async () => {
  await using project = await analysedProject({
    rows: ofTwenty(["view", "pro"], ["view", "free"], ["purchase", "pro"]),
  });
  const { result: plain } = await asked(project, { ...COUNTED_ONCE, list: "converted" });
  const { result } = await asked(project, { ...PER_VALUE, list: "converted" });
  const { dimension, lines, attribution, ...rest } = result;
  expect(lines.map(({ value, entered, conversion }) => [value, entered, conversion.count])).toEqual([
    ["free", 20, 0],
    ["pro", 20, 20],
  ]);
  expect(plain.total).toMatchObject({ entered: 20, conversion: { count: 20 }, time: { median: 120 } });
  expect({ ...rest, dimension: null, lines: [], attribution: plain.attribution }).toEqual(plain);
});

test("Other of users who count once for each value has no interval, and says so", async () => {
  const rows = ofTwenty(...[..."abcdef"].map((plan) => ["view", plan] as const));
  await using project = await analysedProject({ rows });
  const { result, warnings } = await asked(project, { ...PER_VALUE, top: 2 });
  expect(result.lines.map(({ value, entered, conversion }) => [value, entered, conversion.interval !== null])).toEqual([
    ["a", 20, true],
    ["b", 20, true],
    ["Other", 80, false],
  ]);
  expect(warnings.join()).toContain("Other counts a user once for each value that is not shown");
});
