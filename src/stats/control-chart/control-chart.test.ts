import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { csvColumns, numbers } from "../../../test/harness/csv-table.ts";
import { pChart, uChart } from "./attributes.ts";
import { cusumChart } from "./cusum.ts";
import { ewmaChart } from "./ewma.ts";
import { individualsChart } from "./individuals.ts";
import { NELSON, signals, WESTERN_ELECTRIC } from "./run-rules.ts";
import { c4, subgroupsChart } from "./subgroups.ts";

const signalsOf = (points: readonly { readonly signals: readonly string[] }[]) =>
  points.flatMap(({ signals: found }, at) => found.map((id) => `${at} ${id}`));

test("each Western Electric rule signals at the point that completes it", () => {
  const found = (z: readonly number[]) => signalsOf(signals(z, WESTERN_ELECTRIC).map((all) => ({ signals: all })));
  expect(found([0, 3.1, 0, -3.1])).toEqual(["1 beyond-limits", "3 beyond-limits"]);
  expect(found([2.5, 0, 2.1, 0])).toEqual(["2 two-of-three"]);
  expect(found([2.5, 0, -2.1])).toEqual([]);
  expect(found([1.1, 1.1, -1, 1.1, 1.1])).toEqual(["4 four-of-five"]);
  expect(found([1, 2, 1, 1, 1, 1, 1, 0.1].map((x) => x / 4))).toEqual(["7 run-of-8"]);
  expect(found([1, 2, 1, 0, 1, 1, 1, 0.1].map((x) => x / 4))).toEqual([]);
});

test("Nelson's rules on trends, alternation, stratification and mixture", () => {
  const found = (z: readonly number[]) => signalsOf(signals(z, NELSON).map((all) => ({ signals: all })));
  expect(found([-0.5, -0.4, -0.2, 0.1, 0.2, 0.3])).toEqual(["5 trend-of-6"]);
  expect(found([0.5, 0.4, 0.4, 0.2, 0.1, 0, -0.1])).toEqual([]);
  expect(found(Array.from({ length: 14 }, (_, i) => (i % 2 === 0 ? 0.5 : -0.5)))).toEqual(["13 alternating-14"]);
  const calm = Array.from({ length: 15 }, (_, i) => [0.5, 0.6, -0.4][i % 3] ?? 0);
  expect(found(calm)).toEqual(["14 fifteen-within"]);
  expect(found(Array.from({ length: 8 }, (_, i) => [1.5, 1.2, -1.6, -1.1][i % 4] ?? 0))).toEqual(["7 eight-outside"]);
});

test("an individuals chart by hand: mean moving range 2 makes sigma 2 / 1.128", () => {
  const chart = okay(individualsChart([10, 12, 10, 12, 10, 12, 10, 40], { baseline: 7 }));
  expect(chart.centre).toBeCloseTo(76 / 7, 12);
  expect(chart.sigma).toBeCloseTo(2 / 1.128379167, 8);
  expect(chart.points[0]?.upper).toBeCloseTo(76 / 7 + 2.6586807763 * 2, 8);
  expect(signalsOf(chart.points)).toEqual(["7 beyond-limits"]);
  // D4 of ranges of two is 3.267
  expect(chart.movingRanges[0]?.upper).toBeCloseTo(2 * 3.2665, 3);
  expect(signalsOf(chart.movingRanges)).toEqual(["6 beyond-limits"]);
  expect(chart.warnings).toEqual(["limits are made from 7 values only: they are uncertain"]);
  expect(individualsChart([1])).toMatchObject({ reason: "limits need two values" });
  expect(individualsChart([1, 1, 1])).toMatchObject({ reason: "the values do not vary" });
});

test("c4 as tabulated, and subgroups of unequal sizes have limits of their own", () => {
  expect([2, 3, 5, 10, 25].map((n) => Number(c4(n).toFixed(4)))).toEqual([0.7979, 0.8862, 0.94, 0.9727, 0.9896]);
  const chart = okay(subgroupsChart({ means: [10, 11, 9], deviations: [2, 2, 2], sizes: [4, 4, 16] }));
  expect(chart.centre).toBeCloseTo((40 + 44 + 144) / 24, 12);
  expect(chart.sigma).toBeCloseTo(2 / c4(22), 12);
  const [first, , third] = chart.points;
  expect((first?.upper ?? 0) - chart.centre).toBeCloseTo((3 * chart.sigma) / 2, 12);
  expect((third?.upper ?? 0) - chart.centre).toBeCloseTo((3 * chart.sigma) / 4, 12);
  expect(chart.deviations[0]?.centre).toBeCloseTo(c4(4) * chart.sigma, 12);
  expect(() => subgroupsChart({ means: [1], deviations: [0], sizes: [1] })).toThrow("subgroup 0 has 1 values");
  expect(subgroupsChart({ means: [1, 2], deviations: [0, 0], sizes: [2, 2] }).status).toBe("undetermined");
});

test("shares and rates: limits by size, cut at what is possible", () => {
  const chart = okay(pChart([12, 8, 10, 40, 1], [100, 100, 100, 100, 10]));
  const centre = 71 / 410;
  expect(chart.centre).toBeCloseTo(centre, 14);
  expect(chart.points[0]?.upper).toBeCloseTo(centre + 3 * Math.sqrt((centre * (1 - centre)) / 100), 14);
  expect(chart.points[4]?.lower).toBe(0);
  expect(chart.points[3]?.signals).toContain("beyond-limits");
  expect(chart.warnings).toEqual(["1 points expect fewer than 5 of a kind: normal limits are rough there"]);
  const rates = okay(uChart([10, 12, 30], [2, 2, 2]));
  expect(rates.points[2]?.upper).toBeCloseTo(26 / 3 + 3 * Math.sqrt(26 / 3 / 2), 12);
  expect(() => pChart([3], [2])).toThrow("3 of 2 at position 0");
  expect(() => uChart([3], [0])).toThrow("size 0 at position 0");
  expect(pChart([0, 0], [5, 5])).toMatchObject({ reason: "every trial is 0" });
  expect(uChart([0, 0], [5, 5])).toMatchObject({ reason: "nothing was counted" });
});

test("EWMA and CUSUM of Montgomery's example: a shift of one sigma after twenty points", () => {
  // the second half of his table 9.1, target 10, sigma 1
  const values = [
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62, 10.31,
    8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
  ];
  const sums = cusumChart(values, { centre: 10, sigma: 1 });
  expect(sums[28]?.high).toBeCloseTo(5.28, 10);
  expect(sums.findIndex(({ signal }) => signal !== null)).toBe(28);
  expect(sums[28]).toMatchObject({ signal: "up", since: 22 });
  const averages = ewmaChart(values, { centre: 10, sigma: 1, weight: 0.1, width: 2.7 });
  expect(averages[0]?.value).toBeCloseTo(9.945, 10);
  expect(averages[1]?.value).toBeCloseTo(9.7495, 10);
  expect(averages[0]?.upper).toBeCloseTo(10.27, 10);
  expect(averages[29]?.upper).toBeCloseTo(10.62, 2);
  expect(averages.findIndex(({ signals: found }) => found.length > 0)).toBe(28);
  expect(() => ewmaChart([1], { centre: 0, sigma: 0 })).toThrow("sigma is 0");
  expect(() => ewmaChart([1], { centre: 0, sigma: 1, weight: 2 })).toThrow("the weight is 2");
});

const nile = csvColumns("r_base", "Nile.csv");
test.skipIf(nile === null)("the Nile fell in 1898: limits of the years before see it", () => {
  const table = nile ?? new Map();
  const [years, flow] = [numbers(table, "time"), numbers(table, "value")];
  const chart = okay(individualsChart(flow, { baseline: 27 }));
  const sums = cusumChart(flow, { centre: chart.centre, sigma: chart.sigma });
  const first = sums.findIndex(({ signal }) => signal === "down");
  expectClose(years[sums[first]?.since ?? 0] ?? 0, 1898, { relative: 0, absolute: 1 });
});
