import fc from "fast-check";
import { expect, it } from "vitest";
import { Matrix } from "../../stats/linear-algebra/matrix.ts";
import { minimizeL1Quadratic } from "./l1-quadratic.ts";

it("takes the weight off each value where the matrix is the identity", () => {
  const problem = { quadratic: Matrix.identity(4), linear: Float64Array.of(3, -0.5, 1, -2), weight: 1 };
  expect([...minimizeL1Quadratic(problem, new Float64Array(4))]).toEqual([2, 0, 0, -1]);
});

it("leaves a start on the wrong side", () => {
  const problem = { quadratic: Matrix.identity(2), linear: Float64Array.of(3, -3), weight: 1 };
  expect([...minimizeL1Quadratic(problem, Float64Array.of(-5, 7))]).toEqual([2, -2]);
});

it("ends where no change of any coordinate is an improvement", () => {
  const numbers = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 36, maxLength: 36 });
  const property = fc.property(numbers, fc.double({ min: 0.01, max: 3, noNaN: true }), (values, weight) => {
    const factor = new Matrix(5, 6, Float64Array.from(values.slice(0, 30)));
    const quadratic = factor.gram();
    for (let j = 0; j < 6; j++) quadratic.add(j, j, 0.01);
    const linear = Float64Array.from(values.slice(30));
    const x = minimizeL1Quadratic({ quadratic, linear, weight }, new Float64Array(6));
    const gradient = quadratic.timesVector(x).map((value, j) => value - (linear[j] ?? 0));
    gradient.forEach((value, j) => {
      const sign = Math.sign(x[j] ?? 0);
      if (sign === 0) expect(Math.abs(value)).toBeLessThan(weight + 1e-6);
      else expect(value).toBeCloseTo(-weight * sign, 6);
    });
  });
  fc.assert(property, { numRuns: 200 });
});
