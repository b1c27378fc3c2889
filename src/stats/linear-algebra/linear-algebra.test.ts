import fc from "fast-check";
import { expect, test } from "vitest";
import { createRng } from "../../core/rng.ts";
import { Cholesky, independentColumns } from "./cholesky.ts";
import { Matrix } from "./matrix.ts";
import { Qr } from "./qr.ts";
import { inverse, solve } from "./solve.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

function random(seed: number, rows: number, columns: number): Matrix {
  const rng = createRng(seed);
  return new Matrix(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => rng() * 2 - 1),
  );
}

function expectSame(found: Matrix | null, wanted: Matrix, digits = 11): void {
  expect(found?.values.length).toBe(wanted.values.length);
  wanted.values.forEach((value, at) => {
    expect(found?.values[at]).toBeCloseTo(value, digits);
  });
}

const seeds = fc.integer({ min: 1, max: 1e6 });

test("Q is orthonormal, Q R is the matrix, the residual is orthogonal to it", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const x = random(seed, 9, 4);
      const qr = new Qr(x);
      const q = qr.orthogonal();
      expectSame(q.gram(), Matrix.identity(4), 13);
      expectSame(q.times(inverse(qr.inverseUpper()) ?? q), x, 11);
      const residuals = qr.residuals(qr.rotate(random(seed + 1, 9, 1).values));
      expect(Math.max(...x.transposed().timesVector(residuals).map(Math.abs))).toBeLessThan(1e-13);
      expectSame(qr.inverseGram(), inverse(x.gram()) ?? x, 7);
    }),
    { numRuns: 40 },
  );
});

test("columns that earlier ones explain go to the end; others keep their order", () => {
  const x = random(3, 8, 3);
  const wide = Matrix.ofColumns([
    x.column(0),
    x.column(0).map((value) => 2 * value),
    x.column(1),
    new Float64Array(8),
    x.column(1).map((value, i) => value - (x.column(0)[i] ?? 0)),
    x.column(2),
  ]);
  const qr = new Qr(wide);
  expect([qr.kept, qr.aliased]).toEqual([
    [0, 2, 5],
    [1, 3, 4],
  ]);
  expect([...qr.spread([7, 8, 9], Number.NaN)]).toEqual([7, Number.NaN, 8, Number.NaN, Number.NaN, 9]);
  expect(independentColumns(wide.gram(), 1e-11)).toEqual([0, 2, 5]);
  expect(new Qr(random(1, 2, 4)).rank).toBe(2);
});

test("Cholesky solves positive definite systems and refuses others", () => {
  const matrix = random(5, 9, 4).gram();
  const right = [1, -2, 3, 0.5];
  const solution = Cholesky.of(matrix)?.solve(right) ?? [];
  matrix.timesVector(solution).forEach((value, i) => {
    expect(value).toBeCloseTo(right[i] ?? 0, 12);
  });
  expectSame(Cholesky.of(matrix)?.inverse() ?? null, inverse(matrix) ?? matrix, 10);
  expect(
    Cholesky.of(
      Matrix.ofRows([
        [1, 2],
        [2, 1],
      ]),
    ),
  ).toBeNull();
});

test("eigenvectors are orthonormal and make the matrix diagonal, also where values repeat or are zero", () => {
  const symmetric = random(7, 6, 6).gram();
  const repeated = Matrix.ofRows([
    [2, 0, 0, 0],
    [0, 2, 1, 0],
    [0, 1, 2, 0],
    [0, 0, 0, 0],
  ]);
  for (const matrix of [symmetric, repeated, random(1, 2, 5).gram()]) {
    const { values, vectors } = symmetricEigen(matrix);
    expectSame(vectors.gram(), Matrix.identity(matrix.rows), 13);
    const again = new Matrix(matrix.rows, matrix.rows);
    values.forEach((value, at) => {
      again.set(at, at, value);
    });
    expectSame(vectors.times(again).times(vectors.transposed()), matrix, 12);
    expect([...values].sort((a, b) => b - a)).toEqual([...values]);
  }
  expect([...symmetricEigen(repeated).values].map((x) => Number(x.toFixed(12)))).toEqual([3, 2, 1, 0]);
});

test("elimination exchanges rows where it must, and says when there is no solution", () => {
  const swap = Matrix.ofRows([
    [0, 1],
    [1, 0],
  ]);
  expect([...(solve(swap, [3, 4]) ?? [])]).toEqual([4, 3]);
  expect(
    solve(
      Matrix.ofRows([
        [1, 2],
        [2, 4],
      ]),
      [1, 1],
    ),
  ).toBeNull();
  expect(inverse(new Matrix(2, 2))).toBeNull();
});
