import fc from "fast-check";
import { expect, test } from "vitest";
import { cutPoints } from "./user-ranges.ts";

test("cuts at users, into ranges of about equal numbers of rows", () => {
  const sample = [
    ["a", 10],
    ["b", 10],
    ["c", 10],
    ["d", 10],
  ] as const;
  expect(cutPoints(sample, 2)).toEqual(["c"]);
  expect(cutPoints(sample, 4)).toEqual(["b", "c", "d"]);
});

test("one user with most of the rows does not give empty or repeated cuts", () => {
  expect(
    cutPoints(
      [
        ["a", 1],
        ["b", 1000],
        ["c", 1],
      ],
      3,
    ),
  ).toEqual(["c"]);
  expect(cutPoints([], 3)).toEqual([]);
});

test("cuts are strictly increasing and fewer than the ranges", () => {
  const users = fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 50 });
  fc.assert(
    fc.property(users, fc.integer({ min: 1, max: 20 }), (rows, ranges) => {
      const cuts = cutPoints(
        rows.map((n, i) => [i, n]),
        ranges,
      ).map(Number);
      expect(cuts.length).toBeLessThan(ranges + 1);
      expect(cuts).toEqual([...new Set(cuts)].sort((a, b) => a - b));
    }),
  );
});
