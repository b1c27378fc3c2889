import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { goldenSeries } from "../../../test/golden/forecast-series.ts";
import { readGolden } from "../../../test/golden/golden.ts";
import { normals } from "../../../test/golden/notebook.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { changePoints } from "./change-points.ts";
import { noiseVariance } from "./noise-variance.ts";
import { type ChangeKind, segmentCost } from "./segment-cost.ts";

interface Case {
  readonly series: string;
  readonly kind: ChangeKind;
  readonly shortest: number;
  readonly penalty: number;
  readonly variance: number;
  readonly exact: readonly number[];
  readonly pelt?: readonly number[];
  readonly binary?: readonly number[];
}

describe("as a search through everything, and as ruptures where that is exact", () => {
  const { cases } = readGolden<Case>("forecast/tool_changes.json");
  test.each(cases)("$series $kind from $shortest steps", (golden) => {
    const { kind, shortest, penalty, variance } = golden;
    const values = goldenSeries(golden.series);
    const options = { kind, shortest, penalty, variance };
    const at = (search: "pelt" | "binary"): readonly number[] =>
      okay(changePoints(values, { ...options, search })).points.map((point) => point.at);
    const cost = segmentCost(values, kind, variance);
    const total = (changes: readonly number[]): number => {
      const edges = [0, ...changes, values.length];
      return changes.length * penalty + edges.slice(1).reduce((sum, to, i) => sum + cost.of(edges[i] ?? 0, to), 0);
    };
    expect(at("pelt")).toEqual(golden.exact);
    if (golden.pelt) expect(total(at("pelt"))).toBeLessThanOrEqual(total(golden.pelt) + 1e-6);
    if (golden.binary) expect(at("binary")).toEqual(golden.binary);
  });
});

test("by hand: a step of 4 is at its place, with its size, and lies nowhere else", () => {
  const values = Float64Array.of(1, 2, 1, 2, 1, 2, 5, 6, 5, 6, 5, 6);
  const [point, ...others] = okay(changePoints(values, { variance: 0.25 })).points;
  expect(others).toEqual([]);
  expect(point).toMatchObject({ at: 6, earliest: 6, latest: 6, before: { mean: 1.5 }, after: { mean: 5.5 } });
  expect(point?.shift.value).toBe(4);
  expect(point?.shift.se).toBeCloseTo(Math.sqrt(0.25 / 3), 12);
});

test("without a change none is found, also in a line when trends are looked for", () => {
  const noise = Float64Array.from(normals(3, 200));
  expect(okay(changePoints(noise)).points).toEqual([]);
  expect(okay(changePoints(noise, { kind: "mean-variance" })).points).toEqual([]);
  expect(
    okay(
      changePoints(
        noise.map((value, i) => value + 0.3 * i),
        { kind: "trend" },
      ),
    ).points,
  ).toEqual([]);
});

test("the interval of a faint change holds its place and is wide, that of a clear one is narrow", () => {
  const noise = normals(8, 160);
  const shifted = (by: number): Float64Array => Float64Array.from(noise, (z, i) => z + (i < 90 ? 0 : by));
  const [faint] = okay(changePoints(shifted(1.2), { variance: 1 })).points;
  const [clear] = okay(changePoints(shifted(6), { variance: 1 })).points;
  expect(faint?.earliest).toBeLessThanOrEqual(90);
  expect(faint?.latest).toBeGreaterThanOrEqual(90);
  expect((faint?.latest ?? 0) - (faint?.earliest ?? 0)).toBeGreaterThan(3);
  expect(clear).toMatchObject({ at: 90, earliest: 90, latest: 90 });
});

test("correlated noise counts with its long-run variance", () => {
  const z = normals(21, 4000);
  let last = 0;
  const ar = Float64Array.from(z, (e) => {
    last = 0.6 * last + e;
    return last;
  });
  expect(noiseVariance(ar) / (1 / 0.4 ** 2)).toBeGreaterThan(0.75);
  expect(noiseVariance(ar) / (1 / 0.4 ** 2)).toBeLessThan(1.35);
  expect(okay(changePoints(ar)).points.length).toBeLessThanOrEqual(1);
  expect(noiseVariance(Float64Array.from(z)) / 1).toBeLessThan(1.25);
});

test("moving, scaling and turning the series round moves, keeps and turns the changes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 12, maxLength: 40 }),
      fc.integer({ min: 1, max: 50 }),
      (xs, by) => {
        const values = Float64Array.from(xs, (x, i) => x + Math.sin(i * 7) + (i > xs.length / 2 ? 12 : 0));
        const at = (x: Float64Array, variance: number): readonly number[] =>
          okay(changePoints(x, { variance, penalty: 15 })).points.map((point) => point.at);
        const found = at(values, 4);
        expect(
          at(
            values.map((x) => x * 2 + by),
            16,
          ),
        ).toEqual(found);
        expect(
          at(Float64Array.from(values).reverse(), 4)
            .map((i) => xs.length - i)
            .reverse(),
        ).toEqual(found);
      },
    ),
    { numRuns: 60 },
  );
});

test("in a long series the places are found as exactly", () => {
  const values = Float64Array.from(normals(13, 7000), (z, i) => z + (i < 2501 ? 0 : i < 5003 ? 5 : 2));
  expect(okay(changePoints(values)).points.map(({ at }) => at)).toEqual([2501, 5003]);
});

test("missing and equal values and too few are undetermined; a step without noise is found", () => {
  for (const values of [Float64Array.of(1, Number.NaN, 3, 4, 5), new Float64Array(9).fill(2), Float64Array.of(1, 2, 3)])
    expect(changePoints(values).status).toBe("undetermined");
  const step = Float64Array.from({ length: 60 }, (_, i) => (i < 25 ? 0 : 5));
  expect(okay(changePoints(step)).points.map(({ at }) => at)).toEqual([25]);
});
