import { expect, test } from "vitest";
import { normals, notebookExponentials } from "../../../test/golden/notebook.ts";
import { analysedProject } from "../../../test/harness/analysed-project.ts";
import { labRows } from "../../../test/harness/lab-rows.ts";
import { momentsOf, standardDeviation } from "../../stats/descriptive/moments.ts";
import type { TransformResult } from "./compute.ts";
import { transform } from "./index.ts";

async function run(scores: readonly number[], params: object = {}, values: readonly (number | null)[] = []) {
  await using project = await analysedProject({ rows: labRows(scores, { values }) });
  const evaluated = await transform.evaluate({ table: "events", column: ["score"], ...params }, project.context, (q) =>
    project.fetch(q),
  );
  return evaluated as typeof evaluated & { readonly result: TransformResult };
}

test("the notebook's exponential values before and after log1p", async () => {
  const { result, findings } = await run(notebookExponentials(), { method: "log1p" });
  const [none, log] = result.columns[0]?.lines ?? [];
  expect(none?.skewness).toBeCloseTo(1.6831467949, 8);
  expect(log?.skewness).toBeCloseTo(-0.3939914818, 8);
  expect(result.columns[0]?.best).toBe("log1p");
  expect(findings[0]?.effect).toBeCloseTo(0.3939914818 - 1.6831467949, 8);
  expect(result.columns[0]?.after?.reduce((sum, { count }) => sum + count, 0)).toBe(100);
});

test("lognormal values: the power found is near 0, which is the logarithm", async () => {
  const { result, findings } = await run(normals(3, 400).map((z) => Math.exp(0.4 + 0.6 * z)));
  const box = result.columns[0]?.lines.find(({ name }) => name === "Box-Cox");
  expect(Math.abs(box?.lambda ?? 1)).toBeLessThan(0.2);
  expect(box?.interval?.low).toBeLessThan(0);
  expect(box?.interval?.high).toBeGreaterThan(0);
  expect(findings.map(({ text }) => text).join(" ")).toContain("as it is of lognormal values");
  expect(Math.abs(box?.skewness ?? 1)).toBeLessThan(0.2);
});

function parametersOf({ columns }: TransformResult) {
  const found = columns[0]?.logarithms;
  if (found?.status !== "ok") throw new Error("no logarithms");
  return found;
}

test("the parameters of lognormal values: wider where rows of one customer are alike, rows without one left out", async () => {
  const customers = normals(5, 40);
  const scores = normals(3, 400).map((z, i) => Math.exp(0.4 + (customers[i % 40] ?? 0) + 0.6 * z));
  const logs = momentsOf(scores.map(Math.log));
  const found = async (params: object, customer: (i: number) => number | null) => {
    const { result, ...rest } = await run(
      scores,
      { method: "log1p", ...params },
      scores.map((_, i) => customer(i)),
    );
    return { own: parametersOf(result), ...rest };
  };
  const alone = await found({}, () => null);
  expect(alone.own).toMatchObject({ n: 400, values: 400 });
  expect(alone.own.mean.value).toBeCloseTo(logs.mean, 9);
  expect(alone.own.mean.se).toBeCloseTo((standardDeviation(logs) ?? 0) / 20, 9);
  expect(alone.findings.map(({ text }) => text).join(" ")).toContain("name the column that makes them alike");
  const together = await found({ cluster: "value" }, (i) => i % 40);
  expect(together.own).toMatchObject({ n: 40, values: 400 });
  expect(together.own.mean.value).toBeCloseTo(logs.mean, 9);
  expect(together.own.mean.se).toBeGreaterThan(2 * (alone.own.mean.se ?? 0));
  expect(together.findings.map(({ text }) => text).join(" ")).toContain("rows of each of 40 values of value taken");
  const partly = await found({ cluster: "value" }, (i) => (i < 20 ? null : i % 40));
  expect(partly.own).toMatchObject({ n: 40, values: 380 });
  expect(partly.warnings).toContain("ln(score): 20 rows without value are left out");
  const few = await run(
    scores,
    { method: "box-cox", cluster: "value" },
    scores.map((_, i) => i % 3),
  );
  expect(few.result.columns[0]?.logarithms).toMatchObject({ status: "undetermined", n: 3 });
  expect(few.warnings).toContain("ln(score) by value: no intervals, 3 clusters, fewer than 8");
});

test("what has no image is refused with the reason, symmetric values need nothing, equal ones have no shape", async () => {
  const symmetric = await run(normals(1, 200));
  expect(symmetric.result.columns[0]).toMatchObject({ best: "none", after: null });
  expect(symmetric.result.columns[0]?.lines.map(({ name, reason }) => [name, reason])).toEqual([
    ["none", null],
    ["log1p", "some values are below 0"],
    ["Box-Cox", "some values are not above 0"],
    ["Yeo-Johnson", null],
  ]);
  expect(await run(new Array(20).fill(3))).toMatchObject({ status: "undetermined" });
});
