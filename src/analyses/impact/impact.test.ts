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
