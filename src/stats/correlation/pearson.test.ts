import { expect, test } from "vitest";
import { okay } from "../../../test/golden/ok-answer.ts";
import { createRng } from "../../core/rng.ts";
import { normal } from "../distributions/normal.ts";
import { pearson, shapeFreeInterval } from "./pearson.ts";

test.each([1e-200, 1e-320, 1e250])("correlates values around %d, whose squares are no doubles", (size) => {
  const x = [1, 2, 3, 4, 5, 7].map((value) => value * size);
  const y = [2, 1, 4, 3, 6, 6];
  const expected = okay(pearson([1, 2, 3, 4, 5, 7], y)).coefficient.value;
  expect(okay(pearson(x, y)).coefficient.value).toBeCloseTo(expected, size < 1e-310 ? 3 : 14);
  expect(okay(pearson(y, x)).coefficient.value).toBeCloseTo(expected, size < 1e-310 ? 3 : 14);
});

test("an interval without normal values is Fisher's where the values are normal, and wider where a few lie far out", () => {
  const rng = createRng(1);
  const drawn = (scale: (i: number) => number) => {
    const x = Float64Array.from({ length: 4000 }, (_, i) => normal().sample(rng) * scale(i));
    return { x, y: x.map((value) => -0.6 * value + 0.8 * normal().sample(rng)) };
  };
  const widths = (pairs: { readonly x: Float64Array; readonly y: Float64Array }) => {
    const { value, interval } = okay(pearson(pairs.x, pairs.y)).coefficient;
    const free = shapeFreeInterval(pairs, { r: value, n: 4000 }) ?? expect.fail();
    return (free.high - free.low) / ((interval?.high ?? 0) - (interval?.low ?? 0));
  };
  expect(widths(drawn(() => 1))).toBeGreaterThan(0.9);
  expect(widths(drawn((i) => (i % 50 === 0 ? 6 : 1)))).toBeGreaterThan(1.5);
  expect(shapeFreeInterval({ x: [1, 1, 1, 1], y: [1, 2, 3, 4] }, { r: 0, n: 4 })).toBeNull();
});
