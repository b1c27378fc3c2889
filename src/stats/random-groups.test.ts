import { expect, test } from "vitest";
import { createRng } from "../core/rng.ts";
import { RANDOM_GROUPS, samplingBound } from "./random-groups.ts";

test("totals and means of samples are within the bound 95 times of 100", () => {
  const rng = createRng(5);
  // a skewed population: most users do little
  const units = Array.from({ length: 4000 }, () => ({ y: Math.floor(-8 * Math.log(1 - rng())) ** 2, x: 1 + rng() }));
  const share = 0.1;
  const sum = (of: (unit: { y: number; x: number }) => number, list: typeof units): number =>
    list.reduce((total, unit) => total + of(unit), 0);
  const ratio = (list: typeof units): number => sum(({ y }) => y, list) / sum(({ x }) => x, list);
  let [totals, levels] = [0, 0];
  const rounds = 400;
  for (let round = 0; round < rounds; round++) {
    const groups = Array.from({ length: RANDOM_GROUPS }, (): typeof units => []);
    for (const unit of units) groups[Math.floor(rng() * RANDOM_GROUPS)]?.push(unit);
    const sample = units.filter(() => rng() < share);
    const total = samplingBound(
      groups.map((group) => sum(({ y }) => y, group)),
      { share, kind: "total" },
    );
    const level = samplingBound(groups.map(ratio), { share, kind: "level" });
    if (Math.abs(sum(({ y }) => y, sample) / share - sum(({ y }) => y, units)) <= (total ?? 0)) totals++;
    if (Math.abs(ratio(sample) - ratio(units)) <= (level ?? 0)) levels++;
  }
  for (const covered of [totals, levels]) {
    expect(covered / rounds).toBeGreaterThan(0.92);
    expect(covered / rounds).toBeLessThan(0.98);
  }
});

test("without a value in every group there is no bound", () => {
  const groups = Array.from({ length: RANDOM_GROUPS }, (_, i) => i);
  expect(samplingBound(groups, { share: 0.5, kind: "level" })).toBeCloseTo(1.9983 * Math.sqrt((64 * 65) / 12 / 64), 6);
  expect(samplingBound([...groups.slice(1), null], { share: 0.5, kind: "level" })).toBeNull();
  expect(samplingBound(groups.slice(1), { share: 0.5, kind: "total" })).toBeNull();
});
