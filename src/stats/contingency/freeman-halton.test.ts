import { expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { createRng } from "../../core/rng.ts";
import { lgamma } from "../special/gamma.ts";
import { chiSquaredTest } from "./chi-squared-test.ts";
import { fisherExact } from "./fisher-exact.ts";
import { freemanHalton } from "./freeman-halton.ts";
import { randomTable } from "./random-table.ts";
import { marginsOf } from "./table.ts";

interface Case {
  readonly table: readonly (readonly number[])[];
  readonly pValue: number;
}

const { cases } = readGolden<Case>("contingency/freeman-halton.json");
const MOST = 300_000;

test.each(cases)("R's fisher.test: $table", ({ table, pValue }) => {
  const found = okay(freemanHalton(table, { rng: createRng(1), exactUpTo: MOST }));
  if (found.standardError === null) return expectClose(found.pValue, pValue, { relative: 1e-9 }, "exact p");
  expect(found).toMatchObject({ tables: 20_000, method: "Fisher-Freeman-Halton exact test, simulated" });
  expect(Math.abs(found.pValue - pValue)).toBeLessThan(4 * found.standardError + 1e-4);
});

test("most golden tables are looked at whole", () => {
  const exact = cases.filter(
    ({ table }) => okay(freemanHalton(table, { rng: createRng(1), draws: 1, exactUpTo: MOST })).standardError === null,
  );
  expect(exact.length).toBeGreaterThan(cases.length / 2);
});

test("of a 2x2 table it is Fisher's test; empty rows are left out; one row is no table", () => {
  const counts = [
    [3, 9],
    [8, 2],
  ] as const;
  const own = okay(freemanHalton(counts, { rng: createRng(1) }));
  expectClose(own.pValue, okay(fisherExact(counts)).pValue, { relative: 1e-12 }, "p");
  const wider = okay(freemanHalton([...counts, [0, 0]], { rng: createRng(1) }));
  expect([wider.pValue, wider.warnings]).toEqual([own.pValue, ["1 empty rows or columns are left out"]]);
  expect(freemanHalton([[1, 2]], { rng: createRng(1) }).status).toBe("undetermined");
});

test("a simulated p-value is within its error of the exact one, the same for a seed, and never 0", () => {
  const table = [
    [4, 1, 0],
    [2, 3, 1],
    [0, 2, 5],
  ];
  const exact = okay(freemanHalton(table, { rng: createRng(1) }));
  const drawn = (seed: number, rows = table) => okay(freemanHalton(rows, { rng: createRng(seed), exactUpTo: 0 }));
  const found = drawn(5);
  expect(Math.abs(found.pValue - exact.pValue)).toBeLessThan(4 * (found.standardError ?? 0));
  expect(drawn(5)).toEqual(found);
  expect(drawn(6).pValue).not.toBe(found.pValue);
  const apart = [
    [60, 0, 0],
    [0, 60, 0],
    [0, 0, 60],
  ];
  expect(drawn(5, apart).pValue).toBe(1 / 20_001);
});

test("random tables have the margins, and the mean and spread of independent ones", () => {
  const margins = marginsOf([
    [700, 20, 3],
    [50, 400, 9],
  ]);
  const rng = createRng(3);
  const log = (k: number): number => lgamma(k + 1);
  const cells: number[] = [];
  for (let i = 0; i < 4000; i++) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = randomTable(margins, log, rng);
    expect([a + b + c, d + e + f, a + d, b + e, c + f]).toEqual([...margins.rows, ...margins.columns]);
    cells.push(b);
  }
  const mean = cells.reduce((sum, x) => sum + x, 0) / cells.length;
  const variance = cells.reduce((sum, x) => sum + (x - mean) ** 2, 0) / cells.length;
  const [n, row, column] = [margins.total, margins.rows[0] ?? 0, margins.columns[1] ?? 0];
  const spread = (((row * column) / n) * (1 - row / n) * (n - column)) / (n - 1);
  expect(Math.abs(mean - (row * column) / n)).toBeLessThan(4 * Math.sqrt(spread / cells.length));
  expect(variance / spread).toBeGreaterThan(0.9);
  expect(variance / spread).toBeLessThan(1.1);
});

test("where counts are large it agrees with the chi-squared test", () => {
  const table = [
    [220, 180, 40],
    [190, 200, 60],
    [210, 190, 70],
  ];
  const found = okay(freemanHalton(table, { rng: createRng(2) }));
  expect(Math.abs(found.pValue - okay(chiSquaredTest(table)).pValue)).toBeLessThan(0.01);
});
