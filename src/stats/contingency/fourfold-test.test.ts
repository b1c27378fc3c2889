import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { fourfoldTest, leastExpected } from "./fourfold-test.ts";
import type { FourfoldTable } from "./table.ts";

test("a cell that expects fewer than five makes the test exact", () => {
  const rare: FourfoldTable = [
    [1, 29],
    [10, 9990],
  ];
  expectClose(leastExpected(rare), (30 * 11) / 10_030, { relative: 1e-12 });
  const tested = okay(fourfoldTest(rare));
  expect(tested.method).toBe("Fisher exact test");
  // 1 - C(10019, 30) / C(10030, 30)
  const none = Array.from({ length: 30 }, (_, i) => (10_019 - i) / (10_030 - i)).reduce((p, q) => p * q, 1);
  expectClose(tested.pValue, 1 - none, { relative: 1e-9 });
});

test("with enough in every cell it is the pooled z test", () => {
  const tested = okay(
    fourfoldTest([
      [30, 20],
      [15, 35],
    ]),
  );
  expect(tested.method).toBe("z test of two proportions, pooled");
  // the square root of the chi-squared 9.0909...
  expectClose(tested.pValue, 0.00256, { relative: 0.01 });
});

test("an empty row is undetermined", () => {
  expect(
    fourfoldTest([
      [0, 0],
      [3, 4],
    ]).status,
  ).toBe("undetermined");
});
