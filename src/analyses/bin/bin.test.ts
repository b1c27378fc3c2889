import { expect, test } from "vitest";
import { notebookLatency, notebookSatisfaction } from "../../../test/golden/notebook.ts";
import { analysedProject } from "../../../test/harness/analysed-project.ts";
import { labRows } from "../../../test/harness/lab-rows.ts";
import { naturalBreaks } from "../../stats/binning/natural-breaks.ts";
import { quantile } from "../../stats/descriptive/quantile.ts";
import type { BinResult } from "./compute.ts";
import { bin } from "./index.ts";

const latency = notebookLatency();

async function run(params: object, scores: readonly number[] = latency) {
  await using project = await analysedProject({ rows: labRows(scores, { values: notebookSatisfaction() }) });
  const evaluated = await bin.evaluate({ table: "events", column: "score", ...params }, project.context, (q) =>
    project.fetch(q),
  );
  return evaluated as typeof evaluated & { readonly result: BinResult };
}

test("a median split: values equal to the median are in the lower half; the other column's mean in each", async () => {
  const { result } = await run({ method: "median", values: "value" });
  expect(result.cuts).toEqual([quantile(latency, 0.5)]);
  expect(result.lines.map(({ n }) => n)).toEqual([50, 50]);
  expect(result.by).toBe("bin:score:median");
  const [low, high] = result.lines.map(({ value }) => value?.mean ?? 0);
  expect((low ?? 0) - (high ?? 0)).toBeGreaterThan(0.3);
  const { result: ties } = await run({ method: "median" }, [1, 2, 2, 2, 3]);
  expect(ties.lines.map(({ n }) => n)).toEqual([4, 1]);
});

test("quantiles, equal widths and cuts part where they say, and give what other analyses take", async () => {
  const quartiles = (await run({})).result;
  expect(quartiles.lines.map(({ n }) => n)).toEqual([25, 25, 25, 25]);
  expect(quartiles.by).toBe("bin:score:quantiles:4");
  const fixed = (await run({ method: "fixed", cuts: [45, 60] })).result;
  expect(fixed.lines.map(({ n }) => n)).toEqual([
    latency.filter((x) => x <= 45).length,
    latency.filter((x) => x > 45 && x <= 60).length,
    latency.filter((x) => x > 60).length,
  ]);
  expect(fixed.lines.map(({ label }) => label)).toEqual(["score up to 45", "score above 45 to 60", "score above 60"]);
  const ties = await run({}, [1, 1, 1, 1, 1, 1, 2, 3]);
  expect(ties.warnings).toEqual(["ties or gaps leave 2 bins of 4"]);
});

test("natural breaks are the best ones, as cuts that can be fixed", async () => {
  const { result } = await run({ method: "jenks", bins: 3 });
  const breaks = naturalBreaks(latency, 3);
  if (breaks.status !== "ok") throw new RangeError(breaks.reason);
  expect(result.cuts).toEqual([...breaks.edges].slice(1, -1));
  expect(result.by).toBe(`bin:score:fixed:${result.cuts.join(":")}`);
  expect((await run({ method: "jenks", bins: 3, values: "value" })).warnings.join(" ")).toContain(
    "--method fixed --cuts",
  );
  const again = (await run({ method: "fixed", cuts: result.cuts })).result;
  expect(again.lines.map(({ n }) => n)).toEqual(result.lines.map(({ n }) => n));
});

test("of more values than natural breaks are looked for among, bins count the sample and say so", async () => {
  const rows = labRows(latency).flatMap((row, i) => (i === 0 ? [row, { ...row, score: null }] : [row]));
  await using project = await analysedProject({ rows, copies: 250 });
  const params = { table: "events", column: "score", method: "jenks", bins: 3 };
  const evaluated = await bin.evaluate(params, project.context, (query) => project.fetch(query));
  const { n, missing, sampled, lines } = (evaluated as typeof evaluated & { readonly result: BinResult }).result;
  expect([n, missing, sampled]).toEqual([25_000, 250, 20_000]);
  expect(lines.reduce((sum, line) => sum + line.n, 0)).toBe(20_000);
  expect(evaluated.table?.columns.at(-1)).toEqual({ name: "note", type: "text" });
  expect(evaluated.table?.rows.map((row) => row.at(-1))).toEqual(lines.map(() => "of 20,000 sampled of 25,000 values"));
  expect(evaluated.charts[0]).toMatchObject({
    subtitle: expect.stringMatching(/^20,000 sampled of 25,000 values; /),
    series: [{ label: "sampled values" }],
  });
  expect(evaluated.findings[0]?.text).toMatch(/of the sampled values\. 250 rows have no score/);
  expect(evaluated.warnings.join()).toMatch(/to count all rows run it again with --method fixed --cuts \d/);
});

test("cuts that do not rise are refused; values all alike are undetermined", async () => {
  await expect(run({ method: "fixed", cuts: [3, 2] })).rejects.toThrow("does not say how to bin");
  expect(await run({}, [2, 2, 2])).toMatchObject({ status: "undetermined" });
});
