import fc from "fast-check";
import { expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { rounded, SeededData } from "../../../test/golden/seeded-data.ts";
import { boxCoxTransform, fitBoxCox } from "./box-cox.ts";
import { robustScale, standardise } from "./scaling.ts";
import { log1pTransform, type Transform } from "./transform.ts";
import { fitYeoJohnson, yeoJohnsonTransform } from "./yeo-johnson.ts";

interface PowerCase {
  readonly kind: "box-cox" | "yeo-johnson";
  readonly seed: number;
  readonly n: number;
  readonly shape: number;
  readonly lambda: number;
  readonly logLikelihood: number;
  readonly image: number;
}

const { cases } = readGolden<PowerCase>("transform/transform.json");

test.each(cases)("$kind $seed: $n values, shape $shape", ({ kind, seed, n, shape, ...golden }) => {
  const z = new SeededData(seed).normals(n);
  const positive = z.map((x) => rounded(Math.abs(x + 4) + 0.1)).map((x) => (shape === 2.5 ? x * x : x));
  const signed = shape === 1 ? z : z.map((x) => (x > 0 ? x * 3 : x));
  const values = kind === "box-cox" ? positive : signed;
  const fit = okay(kind === "box-cox" ? fitBoxCox(values) : fitYeoJohnson(values));
  expectClose(fit.lambda, golden.lambda, { relative: 1e-11, absolute: 1e-12 }, "lambda");
  expectClose(fit.logLikelihood, golden.logLikelihood, { relative: 1e-12, absolute: 1e-12 }, "LL");
  expectClose(fit.transform.apply(values[0] ?? 0), golden.image, { relative: 1e-10 }, "image");
});

test("every transform is undone by its inverse and keeps the order", () => {
  const value = fc.double({ min: -20, max: 20, noNaN: true });
  const lambda = fc.double({ min: -2, max: 3, noNaN: true });
  const check = ({ apply, invert }: Transform, a: number, b: number) => {
    expectClose(invert(apply(a)), a, { relative: 1e-7, absolute: 1e-12 });
    if (a < b) expect(apply(a)).toBeLessThanOrEqual(apply(b));
  };
  fc.assert(
    fc.property(value, value, lambda, (a, b, power) => {
      check(yeoJohnsonTransform(power), a, b);
      check(boxCoxTransform(power), Math.abs(a) + 0.01, Math.abs(b) + 0.01);
      check(log1pTransform(), Math.abs(a), Math.abs(b));
    }),
  );
});

test("powers by hand, and continuity where lambda is 0", () => {
  expect(boxCoxTransform(2).apply(3)).toBeCloseTo(4, 14);
  expect(boxCoxTransform(0).apply(Math.E)).toBe(1);
  expect(boxCoxTransform(-1).apply(4)).toBeCloseTo(0.75, 15);
  expect(boxCoxTransform(1e-13).apply(5)).toBeCloseTo(Math.log(5), 12);
  expect(yeoJohnsonTransform(1).apply(-7.25)).toBeCloseTo(-7.25, 14);
  expect(yeoJohnsonTransform(2).apply(-3)).toBeCloseTo(-Math.log(4), 15);
  expect(log1pTransform().apply(1e-20)).toBe(1e-20);
});

test("a Box-Cox lambda does not depend on the unit", () => {
  const values = new SeededData(3).uniforms(40).map((x) => (x + 0.1) ** 3);
  const [one, two] = [values, values.map((x) => x * 1e6)].map((all) => fitBoxCox(all));
  if (one?.status !== "ok" || two?.status !== "ok") throw new Error("determined");
  expectClose(two.lambda, one.lambda, { relative: 1e-10 });
});

test("log1p halves the skewness of exponential values, as in the telecom notebook", () => {
  // the notebook's generator: ex = -20 ln(1 - u), seed 99, 100 draws
  let state = 99;
  const values = Array.from({ length: 100 }, () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return -20 * Math.log(1 - state / 2 ** 32);
  });
  const { apply } = log1pTransform();
  const skewness = (all: readonly number[]): number => {
    const n = all.length;
    const mean = all.reduce((sum, x) => sum + x / n, 0);
    const [m2, m3] = [2, 3].map((k) => all.reduce((sum, x) => sum + (x - mean) ** k / n, 0));
    return ((m3 ?? 0) / (m2 ?? 1) ** 1.5) * (Math.sqrt(n * (n - 1)) / (n - 2));
  };
  expect(skewness(values)).toBeCloseTo(1.6831467949, 9);
  expect(skewness(values.map(apply))).toBeCloseTo(-0.3939914818, 9);
});

test("scales by hand; what does not vary has none", () => {
  const standard = okay(standardise([1, 2, 3, 4, 5]));
  expect([standard.centre, standard.scale]).toEqual([3, Math.sqrt(2.5)]);
  const robust = okay(robustScale([1, 2, 3, 4, 1000]));
  expect([robust.centre, robust.scale]).toEqual([3, 2]);
  expect(robust.transform.invert(robust.transform.apply(17))).toBe(17);
  expect(standardise([2, 2]).status).toBe("undetermined");
  expect(robustScale([]).status).toBe("undetermined");
  expect(fitBoxCox([3, 3, 3])).toMatchObject({ reason: "the values do not vary" });
  expect(fitYeoJohnson([-1, -1])).toMatchObject({ reason: "the values do not vary" });
  expect(() => fitBoxCox([1, 0])).toThrow("Box-Cox has no image of 0");
  expect(() => log1pTransform().apply(-1)).toThrow("log1p has no image of -1");
});
