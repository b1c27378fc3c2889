import { expect, test } from "vitest";
import { notebookExponentials } from "../../../test/golden/notebook.ts";
import { analysedProject } from "../../../test/harness/analysed-project.ts";
import { labRows } from "../../../test/harness/lab-rows.ts";
import type { OutliersResult } from "./compute.ts";
import { outliers } from "./index.ts";

async function run(scores: readonly number[], params: object = {}) {
  await using project = await analysedProject({ rows: labRows(scores) });
  const evaluated = await outliers.evaluate({ table: "events", column: ["score"], ...params }, project.context, (q) =>
    project.fetch(q),
  );
  return evaluated as typeof evaluated & { readonly result: OutliersResult };
}

test("the notebook's exponential values: quartiles, fences, and which rows lie beyond", async () => {
  const { result, findings } = await run(notebookExponentials());
  const [column] = result.columns;
  const [iqr, mad, log] = column?.rules ?? [];
  expect(iqr?.low).toBeCloseTo(-24.1523756057, 8);
  expect(iqr?.high).toBeCloseTo(59.9768806674, 8);
  expect(iqr).toMatchObject({ rule: "iqr", below: 0, above: 5, share: 0.05 });
  expect(mad?.above).toBeGreaterThan(0);
  expect(column).toMatchObject({ suited: "log", n: 100 });
  const logs = notebookExponentials()
    .map(Math.log)
    .sort((a, b) => a - b);
  const [q1, q3] = [0.25, 0.75].map(
    (p) =>
      (logs[Math.floor(99 * p)] ?? 0) +
      ((99 * p) % 1) * ((logs[Math.floor(99 * p) + 1] ?? 0) - (logs[Math.floor(99 * p)] ?? 0)),
  );
  expect(log?.low).toBeCloseTo(Math.exp((q1 ?? 0) - 1.5 * ((q3 ?? 0) - (q1 ?? 0))), 9);
  const beyond = notebookExponentials()
    .flatMap((x, i) => (x > 59.9768806674 ? [{ x, i }] : []))
    .sort((a, b) => b.x - a.x);
  expect(column?.rows.filter(({ rules }) => rules.includes("iqr")).map(({ row }) => row)).toEqual(
    beyond.map(({ i }) => `shop ${i}`),
  );
  expect(findings.map(({ text }) => text).join(" ")).toContain("none is removed");
});

test("values at a fence are inside, values below 0 have no logarithm, equal ones no median distance", async () => {
  const at = await run([...Array.from({ length: 9 }, (_, i) => i - 4), 10, -10]);
  const [iqr, , log] = at.result.columns[0]?.rules ?? [];
  expect(iqr).toMatchObject({ low: -10, high: 10, below: 0, above: 0 });
  expect(log).toMatchObject({ reason: "some values are below 0", share: null });
  const equal = await run([1, 1, 1, 1, 1, 1, 1, 50]);
  expect(equal.result.columns[0]?.rules[1]).toMatchObject({
    reason: "more than half of the values are equal",
    high: null,
  });
});

test("fewer than eight values are too few", async () => {
  expect(await run([1, 2, 3])).toMatchObject({
    status: "undetermined",
    reason: expect.stringContaining("fewer than 8 values"),
  });
});
