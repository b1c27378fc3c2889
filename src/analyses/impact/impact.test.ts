import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { normals } from "../../../test/golden/notebook.ts";
import { momentsOf } from "../../stats/descriptive/moments.ts";
import { impactFindings } from "./findings.ts";
import { type ImpactResult, impactOutcomes, revenueAtRisk } from "./impacted.ts";

const groups = ["low", "moderate", "high"];
/** Means 100, 95, 80 and spread 10. */
const revenue = [100, 95, 80].map((mean, i) => normals(61 + i, 300).map((z) => mean + 10 * z));
const noise = [0, 1, 2].map((i) => normals(71 + i, 300));

const sums = (outcome: string, values: readonly (readonly number[])[]) => ({
  outcome,
  groups: groups.map((group, i) => ({ group, moments: momentsOf(values[i] ?? []) })),
});

function result(): ImpactResult {
  const all = [sums("Revenue", revenue), sums("Noise", noise)];
  return {
    ...{ table: "facts", by: "Downtime", level: 0.95, rows: 900, leftOut: 0, groups },
    outcomes: impactOutcomes(all, 0.95),
    revenue: revenueAtRisk(sums("Revenue", revenue), 0.95),
  };
}

test("differences from the lowest group cover what was planted, rows add up, and noise is not claimed", () => {
  const { outcomes, revenue: risk } = result();
  const [money, chance] = outcomes;
  expect(money?.groups.reduce((sum, { n }) => sum + n, 0)).toBe(900);
  const high = money?.groups[2]?.difference?.interval;
  expect(high?.low).toBeLessThan(-20);
  expect(high?.high).toBeGreaterThan(-20);
  expect(money?.groups[0]?.difference).toBeNull();
  expect(money?.adjusted).toBeLessThan(0.001);
  expect(chance?.adjusted).toBeGreaterThan(0.05);
  // 300 x 5 + 300 x 20
  expect(risk?.total.interval?.low).toBeLessThan(7500);
  expect(risk?.total.interval?.high).toBeGreaterThan(7500);
  const parts = risk?.groups.reduce((sum, { total }) => sum + total.value, 0) ?? 0;
  expectClose(risk?.total.value ?? 0, parts, { relative: 1e-12 });
});

test("it is said to be associated, never to be caused", () => {
  const text = impactFindings(result())
    .map((finding) => finding.text)
    .join(" ");
  expect(text).toMatch(/is associated with lower Revenue than low/);
  expect(text).toMatch(/Noise shows no association with Downtime beyond chance/);
  expect(text).toMatch(/1 of 2 outcomes are associated/);
  expect(text).not.toMatch(/\b(causes?|caused|leads? to|because|due to|drives?|impacts?)\b/);
});

const zeros = (): readonly number[] => new Array<number>(300).fill(0);
/** Half of them a spread above the mean, half below. */
const around = (mean: number, spread: number): readonly number[] =>
  Array.from({ length: 300 }, (_, i) => mean + (i % 2 === 0 ? spread : -spread));

function findingsOf(...all: readonly ReturnType<typeof sums>[]) {
  const outcomes = impactOutcomes(all, 0.95);
  return impactFindings({ ...result(), revenue: null, outcomes });
}

test("a group whose values do not vary leaves its outcome untested: neither claimed nor said to show nothing", () => {
  const [complaints, money, noises, counted] = findingsOf(
    sums("Complaints", [zeros(), around(1, 1), around(2.1, 1.7)]),
    sums("Revenue", revenue),
    sums("Noise", noise),
  );
  expect(complaints?.text).toMatch(
    /^Complaints has fewer than two different values with Downtime low, so its groups are not tested; high less low is 2/,
  );
  expect(complaints?.text).not.toMatch(/beyond chance|ANOVA/);
  expect(complaints?.effect).toBeCloseTo(2.1, 9);
  expect(complaints).not.toHaveProperty("pValue");
  expect(money?.text).toContain("is associated with lower");
  expect(noises?.text).toContain("no association");
  expect(counted?.text).toMatch(/^1 of 2 outcomes that could be tested are associated/);
});

test("the pair that is named differs by itself, not only somewhere between the groups", () => {
  const [dip] = findingsOf(sums("Revenue", [around(100, 10), around(80, 10), around(99.5, 10)]));
  expect(dip?.text).toMatch(/^Downtime moderate is associated with lower Revenue than low: -/);
  expect(dip?.effect).toBe(-20);
  const [between] = findingsOf(sums("Revenue", [around(100, 10), around(101.5, 10), around(98.5, 10)]));
  expect(between?.text).toMatch(/^Revenue differs between groups of Downtime, but none of them from low beyond chance/);
});
