import { expect, test } from "vitest";
import { normals, notebookExponentials } from "../../../test/golden/notebook.ts";
import { analysedProject } from "../../../test/harness/analysed-project.ts";
import { labRows } from "../../../test/harness/lab-rows.ts";
import type { TransformResult } from "./compute.ts";
import { transform } from "./index.ts";

async function run(scores: readonly number[], params: object = {}) {
  await using project = await analysedProject({ rows: labRows(scores) });
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
