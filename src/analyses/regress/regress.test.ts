import { expect, test } from "vitest";
import { analysedProject } from "../../../test/harness/analysed-project.ts";
import { sampleEvents } from "../../../test/harness/sample-project.ts";
import { linearRegression } from "../../stats/regression/ols.ts";
import { regressCharts } from "./chart.ts";
import { regressFindings } from "./findings.ts";
import { regress } from "./index.ts";
import type { RegressResult } from "./regressed.ts";

test("least squares with texts, summed by the engine within their combinations, is that of the rows", async () => {
  await using project = await analysedProject();
  const params = { table: "events", y: "score", x: ["item_id", "plan", "city"], errors: "classical" };
  const evaluated = await regress.evaluate(params, project.context, (query) => project.fetch(query));
  const result = (evaluated as { result: RegressResult }).result;
  const rows = sampleEvents().filter(({ plan, city }) => plan != null && city != null);
  const is = (name: "plan" | "city", value: string) => ({
    name: `${name}: ${value}`,
    values: rows.map((row) => (row[name] === value ? 1 : 0)),
  });
  const levels = result.references.map(({ column, level }) => `${column}: ${level}`);
  const all = [is("plan", "free"), is("plan", "pro"), is("city", "Austin"), is("city", "Berlin"), is("city", "Halle")];
  const direct = linearRegression({
    response: rows.map(({ score }) => Number(score)),
    predictors: [
      { name: "item_id", values: rows.map(({ item_id }) => Number(item_id)) },
      ...all.filter(({ name }) => !levels.includes(name)),
    ],
  });
  if (direct.status !== "ok") throw new Error(direct.reason);
  expect(result).toMatchObject({ n: rows.length, fittedRows: rows.length, rows: 400 });
  expect(result.lines.map(({ name }) => name)).toEqual(direct.coefficients.map(({ name }) => name));
  direct.coefficients.forEach(({ value, se }, i) => {
    expect(result.lines[i]?.value).toBeCloseTo(value, 9);
    expect(result.lines[i]?.se).toBeCloseTo(se, 9);
  });
});

test("the rows said are those that the coefficients rest on", async () => {
  await using project = await analysedProject();
  const params = { table: "events", y: "score", x: ["item_id"] };
  const evaluated = await regress.evaluate(params, project.context, (query) => project.fetch(query));
  const { result } = evaluated as { result: RegressResult };
  const [all] = regressFindings(result);
  expect(all?.text).toContain(`over ${result.n} rows`);
  const sampled = { ...result, n: 1_000_000, rows: 1_000_000, fittedRows: 20_000 };
  const [first, line] = regressFindings(sampled);
  expect(first?.text).toContain("over a seeded sample of 20,000 of 1,000,000 rows.");
  expect([first?.n, line?.n]).toEqual([20_000, 20_000]);
  expect(regressCharts(sampled)[0]?.subtitle).toContain("n 20,000, a seeded sample");
});

test("a count that is none, an outcome with one value, a column that does not vary: undetermined, and why", async () => {
  await using project = await analysedProject();
  const reasonOf = async (params: object): Promise<string> => {
    const evaluated = await regress.evaluate({ table: "events", ...params }, project.context, (q) => project.fetch(q));
    return evaluated.status === "undetermined" ? evaluated.reason : evaluated.status;
  };
  expect(await reasonOf({ y: "score", x: ["item_id"], model: "poisson" })).toMatch(/no counts/);
  expect(await reasonOf({ y: "event", x: ["score"], model: "logistic" })).toMatch(/--success/);
  expect(await reasonOf({ y: "score", x: ["source"] })).toMatch(/^source: nothing varies there/);
});
