import { expect, test } from "vitest";
import { createRng } from "./rng.ts";

test("the same seed gives the same draws, another seed others", () => {
  const draws = (seed: number): readonly number[] => {
    const rng = createRng(seed);
    return Array.from({ length: 1000 }, rng);
  };
  expect(draws(7)).toEqual(draws(7));
  expect(draws(7)).not.toEqual(draws(8));
  expect(draws(0)).not.toEqual(draws(1));
});

test("draws are pinned: results made with a seed stay repeatable across versions", () => {
  const rng = createRng(42);
  expect(Array.from({ length: 3 }, rng).map((x) => Math.round(x * 1e9))).toMatchInlineSnapshot(`
    [
      456255805,
      564175358,
      574377717,
    ]
  `);
});

test("draws lie in [0, 1), are uniform and uncorrelated", () => {
  const rng = createRng(1);
  const n = 200_000;
  const bins = new Float64Array(20);
  let [previous, product, sum, outside] = [rng(), 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = rng();
    if (!(x >= 0 && x < 1)) outside++;
    const bin = Math.floor(x * 20);
    bins[bin] = (bins[bin] ?? 0) + 1;
    product += (x - 0.5) * (previous - 0.5);
    sum += x;
    previous = x;
  }
  expect(outside).toBe(0);
  const chi2 = bins.reduce((total, count) => total + (count - n / 20) ** 2 / (n / 20), 0);
  // 0.999 quantile of chi-squared with 19 degrees of freedom
  expect(chi2).toBeLessThan(43.8);
  expect(Math.abs(sum / n - 0.5)).toBeLessThan(3.3 / Math.sqrt(12 * n));
  expect(Math.abs(product / n)).toBeLessThan(3.3 / (12 * Math.sqrt(n)));
});
