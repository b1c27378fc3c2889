import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { type Association, associationOf, decisive } from "./associated.ts";

function found(counts: readonly (readonly number[])[]): Association {
  const table = {
    rows: counts.map((_, i) => `r${i}`),
    columns: (counts[0] ?? []).map((_, j) => `c${j}`),
    counts,
  };
  const answer = associationOf(table, 0.95);
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

test("one row only is undetermined", () => {
  expect(associationOf({ rows: ["a"], columns: ["x", "y"], counts: [[3, 4]] }, 0.95)).toHaveProperty("undetermined");
});
