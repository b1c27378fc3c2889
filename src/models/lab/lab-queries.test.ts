import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import { clusterSumsOf } from "../../../test/harness/cluster-sums.ts";
import type { SampleRow as LakeRow } from "../../build/sample-lake.ts";
import { rankSumsOf } from "../../stats/anova/rank-sums.ts";
import { histogram } from "../../stats/descriptive/histogram.ts";
import { momentsOf, momentsOfSums } from "../../stats/descriptive/moments.ts";
import { quantile } from "../../stats/descriptive/quantile.ts";
import { crossProducts, crossProductsOfMoments } from "../../stats/multivariate/cross-products.ts";
import { midRanks } from "../../stats/ranks.ts";
import { clusterSums, clusterSumsQuery } from "./cluster-sums-query.ts";
import { contingencyQuery } from "./contingency-query.ts";
import { crossMoments, crossSumsQuery, pairMoments } from "./cross-sums-query.ts";
import { groupNames, labGroups } from "./groups.ts";
import { histogramQuery } from "./histogram-query.ts";
import type { RowsChoice } from "./lab-params.ts";
import { type LabTable, labTable } from "./lab-table.ts";
import { momentsQuery, shiftedSums } from "./moments-query.ts";
import { pairedQuery } from "./paired-query.ts";
import { quantilesOf, quantilesQuery } from "./quantiles-query.ts";
import { rankSumsQuery } from "./ranks-query.ts";
import { sampleQuery, sampleValues } from "./sample-query.ts";

// far from zero with a small spread: sums of squares of the values themselves would lose every digit
const FAR = 1e9;
const rows: readonly LakeRow[] = Array.from({ length: 200 }, (_, i) => ({
  ...{ session_id: 1, item_id: 1, country: null, city: null, invoice: null },
  event_time: `2024-03-${String(10 + (i % 10)).padStart(2, "0")} 10:00:00`,
  event: "view",
  user_id: i % 7,
  value: i % 9 === 0 ? null : (i * 37) % 23,
  plan: ["pro", "free", null][i % 3] ?? null,
  score: FAR + Math.sin(i) * (1 + (i % 5)),
}));
const scores = rows.map(({ score }) => Number(score));
const values = rows
  .map(({ value }) => value)
  .filter((value) => value !== null)
  .map(Number);

let project: AnalysedProject;
beforeAll(async () => {
  project = await analysedProject({ rows });
});
afterAll(() => project[Symbol.asyncDispose]());

const table = (choice: Partial<RowsChoice> = {}): LabTable =>
  labTable({ table: "events", where: [], ...choice }, project.context);

test("moments lose no digits far from zero, in every group", async () => {
  const chosen = table();
  const query = (by: string | null) =>
    momentsQuery(
      {
        table: chosen,
        columns: ["score", "value"].map(chosen.number),
        groups: by === null ? null : labGroups(by, chosen, project.context),
      },
      project.context,
    );
  const all = await project.fetch(query(null));
  const expected = momentsOf(scores);
  const found = momentsOfSums(shiftedSums(all.find(({ column }) => column === "score") ?? expect.fail()));
  expect(found.n).toBe(200);
  expect(found.mean).toBeCloseTo(expected.mean, 6);
  for (const key of ["m2", "m3", "m4"] as const)
    expect(Math.abs(found[key] - expected[key])).toBeLessThan(1e-9 * expected.m4);
  expect(all.find(({ column }) => column === "value")).toMatchObject({ rows: 200, n: values.length, lo: 0, hi: 22 });
  const groups = (await project.fetch(query("plan"))).filter(({ column }) => column === "score");
  expect(groups.map(({ group, n }) => [group, n])).toEqual([
    ["free", 67],
    ["pro", 67],
    ["(none)", 66],
  ]);
  const pro = momentsOf(scores.filter((_, i) => i % 3 === 0));
  const row = groups.find(({ group }) => group === "pro") ?? expect.fail();
  expect(momentsOfSums(shiftedSums(row)).m2 / pro.m2).toBeCloseTo(1, 9);
});

test("what clusters contribute is what their values do, whatever the type of their column", async () => {
  const chosen = table();
  const columns = [chosen.number("score")];
  for (const cluster of ["user_id", "plan", "value", "event_time", "score"] as const) {
    const kept = rows.filter((row) => row[cluster] !== null);
    const expected = clusterSumsOf(
      kept.map(({ score }) => Number(score)),
      kept.map((row) => row[cluster]),
    );
    const [row] = await project.fetch(clusterSumsQuery({ table: chosen, columns, cluster }, project.context));
    const { clusters, n, mean, variance, toMean, toVariance } = clusterSums(row ?? expect.fail());
    expect([clusters, n], cluster).toEqual([expected.clusters, kept.length]);
    expect(mean / expected.mean).toBeCloseTo(1, 12);
    expect(variance / expected.variance).toBeCloseTo(1, 8);
    for (const [found, wanted] of [
      [toMean, expected.toMean],
      [toVariance, expected.toVariance],
    ] as const)
      for (const key of ["squares", "fourths"] as const)
        expect(found[key] / wanted[key], `${cluster} ${key}`).toBeCloseTo(1, 6);
  }
});

test("products of complete rows and of pairs are those of the values; of ranks, those of midranks", async () => {
  const chosen = table();
  const names = ["score", "value"];
  const request = { table: chosen, columns: names.map(chosen.number) };
  const used = rows.flatMap(({ score, value }) => (value === null ? [] : [[Number(score), Number(value)] as const]));
  const columns = (at: (pair: readonly [number, number]) => number) => used.map(at);
  const direct = crossProducts([
    { name: "score", values: columns(([a]) => a) },
    { name: "value", values: columns(([, b]) => b) },
  ]);
  const [row] = await project.fetch(crossSumsQuery(request, project.context, { missing: "complete" }));
  const complete = crossProductsOfMoments(crossMoments(row ?? expect.fail(), names));
  expect(row?.["all_rows"]).toBe(200);
  expect(complete.n).toBe(used.length);
  for (const [i, j] of [
    [0, 0],
    [0, 1],
    [1, 1],
  ] as const)
    expect(complete.comoments.at(i, j) / direct.comoments.at(i, j)).toBeCloseTo(1, 8);
  const [pairwise] = await project.fetch(crossSumsQuery(request, project.context, { missing: "pairwise" }));
  const pair = crossProductsOfMoments(pairMoments(pairwise ?? expect.fail(), names, [1, 0]));
  expect(pair.names).toEqual(["value", "score"]);
  expect(pair.comoments.at(0, 1) / direct.comoments.at(0, 1)).toBeCloseTo(1, 8);
  const [ranked] = await project.fetch(crossSumsQuery(request, project.context, { missing: "complete", ranks: true }));
  const ranks = crossProducts([
    { name: "a", values: midRanks(columns(([a]) => a)).ranks },
    { name: "b", values: midRanks(columns(([, b]) => b)).ranks },
  ]);
  const ofRanks = crossProductsOfMoments(crossMoments(ranked ?? expect.fail(), names));
  for (const [i, j] of [
    [0, 0],
    [0, 1],
    [1, 1],
  ] as const)
    expect(ofRanks.comoments.at(i, j)).toBeCloseTo(ranks.comoments.at(i, j), 6);
});

test.each(["auto", "sturges", "freedman-diaconis", 7] as const)("bins by %s are those of the values", async (rule) => {
  const chosen = table();
  const request = { table: chosen, columns: [chosen.number("value")] };
  const found = await project.fetch(histogramQuery(request, project.context, rule));
  const expected = histogram(values, { bins: rule }) ?? expect.fail();
  const counts = new Array(found[0]?.bins).fill(0);
  for (const { bin, n } of found) counts[bin] = n;
  expect(counts).toEqual([...expected.counts]);
  expect([found[0]?.lo, found[0]?.hi]).toEqual([0, 22]);
});

test("quantiles, rank sums and counts by group are those of the values", async () => {
  const chosen = table();
  const request = { table: chosen, columns: [chosen.number("value")] };
  const shares = [0.1, 0.5, 0.75];
  const [row] = await project.fetch(quantilesQuery(request, project.context, shares));
  expect(quantilesOf(row, shares)).toEqual(shares.map((p) => quantile(values, p)));
  const groups = labGroups("plan", chosen, project.context);
  const sums = await project.fetch(
    rankSumsQuery({ table: chosen, column: chosen.number("value"), groups }, project.context),
  );
  const of = (plan: string | null) =>
    rows.filter(({ plan: own, value }) => own === plan && value !== null).map(({ value }) => Number(value));
  const order = sums.map(({ group }) => (group === "(none)" ? null : group));
  const expected = rankSumsOf(order.map(of));
  expect(sums.map(({ n, rankSum }) => ({ n, rankSum }))).toEqual(expected.groups);
  expect(sums[0]?.ties).toBe(expected.ties);
  const halves = labGroups("bin:value:median", chosen, project.context);
  const cells = await project.fetch(contingencyQuery(chosen, [groups, halves], project.context));
  expect(cells.reduce((sum, { n }) => sum + n, 0)).toBe(200);
  const median = quantile(values, 0.5) ?? 0;
  expect(cells.find(({ a, b }) => a === "pro" && b === "2")?.n).toBe(
    of("pro").filter((value) => value > median).length,
  );
});

test("the mean of a unit in a group holds at any scale of its values", async () => {
  const scales = [1, 1e-10, 1e18];
  const units = scales.flatMap((scale, i) =>
    [1, 3, 1, 2, 4, 4].map((x, j) => ({ ...rows[0], user_id: i, plan: j < 3 ? "pro" : "free", score: x * scale })),
  );
  const own = [...units, { ...rows[0], user_id: 9, plan: "pro", score: 0.1 }, { ...rows[0], user_id: null, score: 1 }];
  await using few = await analysedProject({ rows: own as readonly LakeRow[] });
  const chosen = labTable({ table: "events", where: [] }, few.context);
  const groups = labGroups("plan", chosen, few.context);
  const asked = (limit: number) =>
    pairedQuery({ table: chosen, column: chosen.number("score"), groups, unit: "user_id", limit }, few.context);
  const found = await few.fetch(asked(100));
  expect(found.find(({ unit }) => unit === "9")).toEqual({ unit: "9", group: "pro", mean: 0.1 });
  expect(found).toHaveLength(7);
  for (const { unit, group, mean } of found.filter((row) => row.unit !== "9"))
    expect(mean / (scales[Number(unit)] ?? 0)).toBeCloseTo(group === "pro" ? 5 / 3 : 10 / 3, 12);
  expect(await few.fetch(asked(3))).toEqual(found.slice(0, 3));
});

test("bins are above their lower cut, up to their upper one, and are called by their cuts", async () => {
  const chosen = table();
  const named = async (text: string) => {
    const groups = labGroups(text, chosen, project.context);
    const found = await project.fetch(
      momentsQuery({ table: chosen, columns: [chosen.number("value")], groups }, project.context),
    );
    const cuts = groups.cuts === undefined ? [] : await project.fetch(groups.cuts);
    return groupNames(
      groups,
      found.map(({ group }) => group ?? ""),
      cuts,
    ).map(({ key, label }) => [label, found.find(({ group }) => group === key)?.rows]);
  };
  const between = (low: number, high: number): number => values.filter((v) => v > low && v <= high).length;
  expect(await named("bin:value:fixed:5:12")).toEqual([
    ["value up to 5", between(-1, 5)],
    ["value above 5 to 12", between(5, 12)],
    ["value above 12", between(12, 99)],
    ["(none)", 200 - values.length],
  ]);
  expect((await named("bin:value:median"))[0]?.[0]).toMatch(/^value up to 1\d \(the median\)$/);
  expect(await named("bin:value:quantiles:4")).toHaveLength(5);
  expect(await named("bin:value:equal:2")).toHaveLength(3);
});

test("a sample is the same each time, another with another seed, and everything when there is no more", async () => {
  const chosen = table();
  const draw = (cap: number, seed: number) =>
    project.fetch(sampleQuery({ table: chosen, columns: [chosen.number("score")], cap }, { ...project.context, seed }));
  expect(await draw(20, 1)).toEqual(await draw(20, 1));
  expect(await draw(20, 2)).not.toEqual(await draw(20, 1));
  expect([...sampleValues(await draw(1000, 1), 0)].sort()).toEqual([...scores].sort());
  const users = labTable({ table: "users", where: [] }, project.context);
  expect(
    await project.fetch(sampleQuery({ table: users, columns: [users.number("events")], cap: 3 }, project.context)),
  ).toHaveLength(3);
});

test("rows are chosen by filters, days and the as-of", async () => {
  const count = async (choice: Partial<RowsChoice>, asOfMs: number | null = null): Promise<number | undefined> => {
    const context = { ...project.context, asOfMs };
    const chosen = labTable({ table: "events", where: [], ...choice }, context);
    const [row] = await project.fetch(momentsQuery({ table: chosen, columns: [chosen.number("score")] }, context));
    return row?.rows;
  };
  expect(await count({ where: [{ dimension: "plan", not: false, values: ["pro", null] }] })).toBe(133);
  expect(await count({ where: [{ dimension: "plan", not: true, values: [null] }] })).toBe(134);
  expect(await count({ where: [{ dimension: "Value", not: false, values: ["5"] }] })).toBe(
    values.filter((v) => v === 5).length,
  );
  expect(await count({ from: "2024-03-11", to: "2024-03-13" })).toBe(40);
  expect(await count({}, Date.UTC(2024, 2, 11, 0))).toBe(20);
  expect(await count({}, Date.UTC(2024, 2, 11, 10))).toBe(20);
});

test("a table is asked for by its source, its relation or what its rows are", () => {
  const name = (asked: string): string => table({ table: asked }).relation.name;
  expect(["shop", "events", "fct_events", "FCT_EVENTS"].map(name)).toEqual(new Array(4).fill("fct_events"));
  expect(["sessions", "users", "stg_shop"].map(name)).toEqual(["fct_sessions", "dim_users", "stg_shop"]);
});

test("names that are not there are answered with the nearest ones", () => {
  expect(() => table({ table: "evnts" })).toThrow('there is no table "evnts" (did you mean "events"?)');
  expect(() => table().number("scor")).toThrow('fct_events has no column "scor" (did you mean "score"?)');
  expect(() => table().number("plan")).toThrow('the column "plan" of fct_events holds texts, not numbers');
  expect(() => labGroups("score", table(), project.context)).toThrow("too many values to be groups");
  expect(() => labGroups("bin:score:jenks:3", table(), project.context)).toThrow("does not say how to bin");
  expect(() => labTable({ table: "users", where: [], from: "2024-01-01" }, project.context)).toThrow("has no days");
  expect(table().measures).toEqual(["value", "score"]);
});
