import { expect, test } from "vitest";
import type { Forecast } from "../forecaster.ts";
import { errorCorrelation, samplePaths } from "../paths.ts";
import { outlookOf } from "./outlook.ts";

const paths = [
  [1, 5, 2, 9],
  [3, 1, 4, 2],
  [2, 2, 8, 6],
  [9, 0, 1, 7],
].map((path) => Float64Array.from(path));

test("a goal is a sum, with what is known, or a mean per step", () => {
  const sum = outlookOf(paths, { goal: { atLeast: 27, sofar: [4, 6], of: "sum" } }).goal;
  expect(sum).toMatchObject({ sofar: 10, probability: 0.75, value: { mean: 25.5 } });
  const mean = outlookOf(paths, { goal: { atLeast: 4.6, sofar: [4, 6], of: "mean" } }).goal;
  expect(mean).toMatchObject({ sofar: 5, probability: 0.25 });
});

test("a limit: beyond it per step, and in any step so far", () => {
  const { limit } = outlookOf(paths, { limit: { at: 5, side: "above" } });
  expect(limit).toMatchObject({ beyond: [0.25, 0, 0.25, 0.75], crossed: [0.25, 0.25, 0.5, 0.75] });
  expect(outlookOf(paths, { limit: { at: 1, side: "below" } }).limit?.crossed).toEqual([0, 0.25, 0.25, 0.25]);
});

test("quiet windows: by expected sum, without overlap, with the share in which each is quietest", () => {
  const { quiet } = outlookOf(paths, { quiet: { steps: 2, most: 3 } });
  expect(quiet.map(({ start, sum }) => [start, sum.mean])).toEqual([
    [0, 5.75],
    [2, 9.75],
  ]);
  expect(quiet[0]?.quietest).toBe(0.75);
  expect(outlookOf(paths, { quiet: { steps: 5, most: 3 } }).quiet).toEqual([]);
});

const forecast: Forecast = {
  mean: Float64Array.of(10, 20),
  intervals: [{ level: 0.8, low: Float64Array.of(8, 16), high: Float64Array.of(12, 24) }],
  components: {},
};

test("paths are as wide as the interval, correlated as asked, and the same for a seed", () => {
  const many = samplePaths(forecast, { count: 4000, seed: 1, correlation: 0.9 });
  const inside = many.filter(([first = 0]) => first >= 8 && first <= 12).length / 4000;
  expect(inside).toBeCloseTo(0.8, 1);
  const product = many.reduce((sum, [a = 0, b = 0]) => sum + ((a - 10) / 1.56) * ((b - 20) / 3.12), 0) / 4000;
  expect(product).toBeGreaterThan(0.8);
  expect(samplePaths(forecast, { count: 3, seed: 1, correlation: 0 })).toEqual(
    samplePaths(forecast, { count: 3, seed: 1, correlation: 0 }),
  );
});

test("errors of neighbouring steps: alike is 1, alternating is -1, too few is null", () => {
  const fold = (error: (i: number) => number, steps: number) => ({
    ...{ origin: 0, method: "", scale: { absolute: 1, squared: 1 } },
    actual: Float64Array.from({ length: steps }, (_, i) => 5 + error(i)),
    forecast: { mean: new Float64Array(steps).fill(5), intervals: [], components: {} },
  });
  const of = (error: (i: number) => number, steps = 12): number | null =>
    errorCorrelation({ id: "", folds: [fold(error, steps)] });
  expect(of(() => 2)).toBeCloseTo(0.99, 10);
  expect(of((i) => (-1) ** i)).toBeCloseTo(-0.99, 10);
  expect(of(() => 2, 5)).toBeNull();
  expect(of(() => 0)).toBeNull();
});
