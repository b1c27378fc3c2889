import { afterAll, beforeAll, expect, test } from "vitest";
import { normals, notebookExponentials, notebookLatency } from "../../../test/golden/notebook.ts";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import { labRows } from "../../../test/harness/lab-rows.ts";
import type { Finding } from "../../contract/envelope.ts";
import type { NormalityResult } from "./compute.ts";
import { normality } from "./index.ts";

let project: AnalysedProject;
beforeAll(async () => {
  // value holds two decimals: of the normal scores the notebook's latencies keep enough
  project = await analysedProject({
    rows: labRows(notebookExponentials(), { values: notebookLatency(), plans: ["a", "b"] }),
  });
});
afterAll(() => project[Symbol.asyncDispose]());

async function run(params: object, own = project) {
  const evaluated = await normality.evaluate({ table: "events", ...params }, own.context, (q) => own.fetch(q));
  if (evaluated.status !== "ok") throw new RangeError(evaluated.reason);
  return evaluated as typeof evaluated & { readonly result: NormalityResult; readonly findings: readonly Finding[] };
}

test("the notebook's exponential values: W, p, skewness, and the transform that follows", async () => {
  const { result, findings, charts } = await run({ column: ["score"] });
  const [line] = result.lines;
  expect(line?.test?.statistic).toBeCloseTo(0.8352516151, 8);
  expect((line?.test?.pValue ?? 0) / 3.5093e-9).toBeCloseTo(1, 4);
  expect(line?.skewness).toBeCloseTo(1.6831467949, 8);
  expect(line?.kurtosis).toBeCloseTo(3.3499443969, 7);
  expect(line).toMatchObject({ normal: false, offer: { name: "log1p" } });
  expect(line?.offer?.after).toBeCloseTo(-0.3939914818, 8);
  expect(findings.map(({ text }) => text).join(" ")).toContain(
    "log1p brings the skewness of score from 1.683 to -0.394",
  );
  expect(charts[0]).toMatchObject({
    kind: "scatter",
    title: "score is not normal: skewed to the right (1.683), heavier tails (excess kurtosis 3.35)",
  });
});

test("several tests are corrected by Holm, a normal column is not rejected, groups are tested apart", async () => {
  const { result, findings } = await run({ column: ["score", "value"] });
  expect(result.tests).toBe(2);
  const value = result.lines.find(({ column }) => column === "value");
  expect(value).toMatchObject({ normal: true, offer: null });
  expect(value?.test?.adjusted).toBe(value?.test?.pValue);
  const score = result.lines.find(({ column }) => column === "score");
  expect(score?.test?.adjusted).toBeCloseTo(2 * (score?.test?.pValue ?? 0), 15);
  expect(findings[0]?.text).toContain("after Holm's correction for 2 tests");
  const groups = (await run({ column: ["score"], by: "plan" })).result.lines;
  expect(groups.map(({ group, n }) => [group, n])).toEqual([
    ["a", 50],
    ["b", 50],
  ]);
});

test("of more than 5,000 values all moments are used, and shown values are a sample that says so", async () => {
  await using large = await analysedProject({ rows: labRows(normals(1, 5100)) });
  const { result, warnings } = await run({ column: ["score"] }, large);
  expect(result.lines[0]?.test).toMatchObject({ method: "D'Agostino-Pearson K² test", used: 5100 });
  expect(warnings.join(" ")).toContain("a test finds departures");
  const sampled = await run({ column: ["score"], test: "anderson-darling" }, large);
  expect(sampled.result.lines[0]?.test?.used).toBe(5000);
  expect(sampled.warnings.join(" ")).toContain("computed from a sample of 5,000 of 5,100 rows");
});

test("too few or equal values are undetermined", async () => {
  await using few = await analysedProject({ rows: labRows([1, 2]) });
  const { result } = await run({ column: ["score"] }, few);
  expect(result.lines[0]).toMatchObject({ test: null, normal: null, reason: "2 values; 3 are needed" });
});
