import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { createRng } from "../../core/rng.ts";
import { type Association, associationOf, decisive } from "./associated.ts";
import { associateCharts } from "./chart.ts";
import { standingOut } from "./result.ts";

function found(counts: readonly (readonly number[])[]): Association {
  const table = {
    rows: counts.map((_, i) => `r${i}`),
    columns: (counts[0] ?? []).map((_, j) => `c${j}`),
    counts,
  };
  const answer = associationOf(table, { level: 0.95, rng: createRng(1) });
  if ("undetermined" in answer) throw new Error(answer.undetermined);
  return answer;
}

test("a 2x2 table: Yates, uncorrected, Fisher, as the notebook has them", () => {
  const {
    test: yates,
    uncorrected,
    fisher,
    oddsRatio,
  } = found([
    [30, 20],
    [15, 35],
  ]);
  expectClose(yates.statistic ?? 0, 7.9191919192, { relative: 1e-10 });
  expectClose(yates.pValue, 0.0048913115, { relative: 1e-7 });
  expectClose(uncorrected.statistic ?? 0, 9.0909090909, { relative: 1e-10 });
  expectClose(fisher?.pValue ?? 0, 0.0046350202, { relative: 1e-7 });
  expectClose(oddsRatio?.value ?? 0, 3.5, { relative: 1e-12 });
});

test("a 3x3 table: V, and residuals whose squares weigh to the statistic", () => {
  const counts = [
    [10, 20, 30],
    [20, 15, 5],
    [12, 18, 25],
  ];
  const { test: chi, cramersV, cells, fisher } = found(counts);
  expectClose(chi.statistic ?? 0, 20.6139945615, { relative: 1e-10 });
  expectClose(chi.pValue, 3.7763761e-4, { relative: 1e-7 });
  expectClose(cramersV.value, 0.2578696505, { relative: 1e-9 });
  expect(fisher).toBeNull();
  const squares = cells.reduce((sum, { count, expected }) => sum + (count - expected) ** 2 / expected, 0);
  expectClose(squares, chi.statistic ?? 0, { relative: 1e-12 });
  expect(cells.find(({ row, column }) => row === "r1" && column === "c2")?.residual).toBeLessThan(-3);
});

test("with small expected counts a 2x2 table is decided by Fisher's exact test", () => {
  const small = found([
    [3, 1],
    [1, 3],
  ]);
  expect(small.smallCells).toBe(4);
  expect(decisive(small).method).toBe("Fisher's exact test");
  expectClose(decisive(small).pValue, 0.4857142857, { relative: 1e-9 });
});

test("with small expected counts a larger table is decided by the exact test, or by a simulated one with its error", () => {
  // Agresti's job satisfaction by income, as R's fisher.test has it
  const exact = found([
    [1, 3, 10, 6],
    [2, 3, 10, 7],
    [1, 6, 14, 12],
    [0, 1, 9, 11],
  ]);
  expect(decisive(exact).method).toMatch(/^Fisher-Freeman-Halton test \((exact|simulated on 20,000 tables)\)$/);
  expect(Math.abs(decisive(exact).pValue - 0.78268493896567504)).toBeLessThan(
    1e-9 + 4 * (decisive(exact).standardError ?? 0),
  );
  const small = found([
    [3, 0, 0],
    [0, 3, 0],
    [0, 0, 3],
  ]);
  expect(decisive(small)).toMatchObject({ method: "Fisher-Freeman-Halton test (exact)", standardError: null });
  expectClose(decisive(small).pValue, 1 / 280, { relative: 1e-12 });
  const wide = found(
    Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (__, j) => (i === j ? 4 : (i + j) % 3))),
  );
  expect(decisive(wide).method).toBe("Fisher-Freeman-Halton test (simulated on 20,000 tables)");
  expect(decisive(wide).standardError).toBeGreaterThan(0);
});

test("one row only is undetermined", () => {
  const table = { rows: ["a"], columns: ["x", "y"], counts: [[3, 4]] };
  expect(associationOf(table, { level: 0.95, rng: createRng(1) })).toHaveProperty("undetermined");
});

test("one row where a fiftieth of one is expected is no finding: its p is exact", () => {
  const { cells } = found([
    [1, 1, 0],
    [10, 495, 495],
    [9, 494, 495],
  ]);
  const [rare] = cells;
  expect(rare).toMatchObject({ count: 1, expected: 0.02 });
  expect(rare?.residual).toBeGreaterThan(6.9);
  // twice the chance of one or more, nine cells
  expectClose(rare?.adjusted ?? 0, 9 * 2 * (1 - (1980 * 1979) / (2000 * 1999)), { relative: 1e-9 });
});

test("the cell that chance explains least comes first, not a far one of two rows", () => {
  const rare = found([
    [2, 1, 1],
    [9, 605, 387],
    [9, 387, 599],
  ]);
  const shown = { rows: ["r0", "r1", "r2"], columns: ["c0", "c1", "c2"] };
  const [first, ...others] = standingOut({ ...rare, ...shown, table: "t", x: "x", y: "y", level: 0.95, leftOut: 0 });
  expect(first?.adjusted).toBeLessThan(1e-15);
  const last = others.at(-1);
  expect(last).toMatchObject({ row: "r0", column: "c0" });
  expect(last?.residual).toBeGreaterThan(first?.residual ?? 0);
});

test("cells are claimed only in a table whose test shows an association", () => {
  const even = found([
    [10, 10, 10],
    [10, 10, 10],
    [10, 10, 10],
  ]);
  const result = {
    ...{ ...even, cells: even.cells.map((cell) => ({ ...cell, adjusted: 0 })) },
    ...{ table: "t", x: "x", y: "y", level: 0.95, rows: ["r0", "r1", "r2"], columns: ["c0", "c1", "c2"], leftOut: 0 },
  };
  expect(standingOut(result)).toEqual([]);
  expect(associateCharts(result).at(-1)?.title).toBe("Cells of a table without an association beyond chance");
});
