import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { dataFile } from "../../../test/harness/data.ts";
import type { Alternative } from "../inference.ts";
import { chiSquaredGoodnessOfFit, chiSquaredTest } from "./chi-squared-test.ts";
import { cochranQ } from "./cochran-q.ts";
import { cramersV } from "./cramers-v.ts";
import { fisherExact } from "./fisher-exact.ts";
import { mcNemar } from "./mcnemar.ts";

test("the notebook's tables", () => {
  const table = [
    [30, 20],
    [15, 35],
  ] as const;
  expect(okay(chiSquaredTest(table)).statistic).toBeCloseTo(7.9191919192, 10);
  expect(okay(chiSquaredTest(table)).pValue).toBeCloseTo(0.0048913115, 10);
  expect(okay(chiSquaredTest(table, { yates: false })).statistic).toBeCloseTo(9.0909090909, 10);
  expect(okay(chiSquaredTest(table, { yates: false })).pValue).toBeCloseTo(0.0025688315, 10);
  expect(okay(fisherExact(table)).sampleOddsRatio).toBe(3.5);
  expect(okay(fisherExact(table)).pValue).toBeCloseTo(0.0046350202, 10);
  const larger = [
    [10, 20, 30],
    [20, 15, 5],
    [12, 18, 25],
  ];
  expect(okay(chiSquaredTest(larger))).toMatchObject({ df: 4, method: "chi-squared test" });
  expect(okay(chiSquaredTest(larger)).statistic).toBeCloseTo(20.6139945615, 10);
  expect(okay(chiSquaredTest(larger)).pValue).toBeCloseTo(3.7763761e-4, 11);
  expect(okay(cramersV(larger)).value).toBeCloseTo(0.2578696505, 10);
});

test("printed values of R's manual pages: tea, convicted twins, approval of the president", () => {
  const tea = okay(
    fisherExact(
      [
        [3, 1],
        [1, 3],
      ],
      { alternative: "greater" },
    ),
  );
  expect(tea.pValue).toBeCloseTo(0.2429, 4);
  expect(tea.oddsRatio).toBeCloseTo(6.408309, 4);
  expect(tea.interval).toMatchObject({ high: Number.POSITIVE_INFINITY });
  expect(tea.interval.low).toBeCloseTo(0.3135693, 4);
  const twins = okay(
    fisherExact(
      [
        [2, 15],
        [10, 3],
      ],
      { alternative: "less" },
    ),
  );
  expect(twins.pValue).toBeCloseTo(0.0004652, 7);
  expect(twins.oddsRatio).toBeCloseTo(0.04693661, 5);
  expect(twins.interval).toMatchObject({ low: 0 });
  expect(twins.interval.high).toBeCloseTo(0.2849601, 4);
  const approval = okay(
    mcNemar([
      [794, 86],
      [150, 570],
    ]),
  );
  expect(approval.statistic).toBeCloseTo(16.8178, 4);
  expect(approval.pValue).toBeCloseTo(4.115e-5, 8);
});

const admissions = dataFile("r_base", "UCBAdmissions.csv");

test.runIf(admissions)("Berkeley admissions by sex, as R has them", () => {
  const table = [
    [0, 0],
    [0, 0],
  ] as [[number, number], [number, number]];
  for (const line of readFileSync(admissions ?? "", "utf8")
    .trim()
    .split("\n")
    .slice(1)) {
    const [, admit, sex, , count] = line.split(",");
    (table[admit === "Admitted" ? 0 : 1] ?? [])[sex === "Female" ? 0 : 1] =
      (table[admit === "Admitted" ? 0 : 1]?.[sex === "Female" ? 0 : 1] ?? 0) + Number(count);
  }
  expect(table).toEqual([
    [557, 1198],
    [1278, 1493],
  ]);
  expectClose(okay(chiSquaredTest(table, { yates: false })).statistic, 92.2052804115276, { relative: 1e-12 });
  expectClose(okay(fisherExact(table)).oddsRatio, 0.54322544594223965, { relative: 1e-4 });
});

test("Cookie Cats: the arms differ in size more than chance allows", () => {
  const { statistic, pValue } = okay(chiSquaredGoodnessOfFit([44_700, 45_489]));
  expect(statistic).toBeCloseTo(6.9, 1);
  expect(pValue).toBeCloseTo(0.0086, 4);
});

describe("too little to say, and what is refused", () => {
  test("empty tables, rows and columns", () => {
    for (const table of [
      [],
      [[1, 2, 3]],
      [[1], [2]],
      [
        [0, 0],
        [3, 4],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]) {
      expect(chiSquaredTest(table).status).toBe("undetermined");
      expect(cramersV(table).status).toBe("undetermined");
    }
    expect(
      fisherExact([
        [0, 0],
        [3, 4],
      ]).status,
    ).toBe("undetermined");
    expect(
      mcNemar([
        [10, 0],
        [0, 5],
      ]),
    ).toMatchObject({ status: "undetermined", n: 15 });
    expect(
      cochranQ([
        [1, 1],
        [0, 0],
      ]).status,
    ).toBe("undetermined");
    expect(cochranQ([]).status).toBe("undetermined");
    expect(chiSquaredGoodnessOfFit([0, 0]).status).toBe("undetermined");
    expect(chiSquaredGoodnessOfFit([7]).status).toBe("undetermined");
  });

  test("an empty row is left out with a warning", () => {
    const found = okay(
      chiSquaredTest([
        [30, 20],
        [0, 0],
        [15, 35],
      ]),
    );
    expect(found.warnings).toContain("1 empty rows or columns are left out");
    expect(found.df).toBe(1);
  });

  test("small expected counts are said, and how bad they are", () => {
    expect(
      okay(
        chiSquaredTest([
          [3, 1],
          [1, 3],
        ]),
      ).warnings,
    ).toEqual(["4 of 4 cells expect fewer than 5: the p-value is approximate, an exact test is better"]);
    expect(
      okay(
        chiSquaredTest([
          [2, 40, 40],
          [9, 40, 40],
          [5, 60, 70],
        ]),
      ).warnings,
    ).toEqual(["2 of 9 cells expect fewer than 5: the p-value is approximate, an exact test is better"]);
    expect(
      okay(
        chiSquaredTest([
          [30, 20],
          [15, 35],
        ]),
      ).warnings,
    ).toEqual([]);
  });

  test("what is no table of counts", () => {
    expect(() => chiSquaredTest([[1, 2], [3]])).toThrow(/row 1 has 1 columns/);
    expect(() =>
      chiSquaredTest([
        [1, 2.5],
        [3, 4],
      ]),
    ).toThrow(/row 0 holds 2.5/);
    expect(() =>
      fisherExact([
        [1, -2],
        [3, 4],
      ]),
    ).toThrow(/row 0 holds -2/);
    expect(() =>
      fisherExact(
        [
          [1, 2],
          [3, 4],
        ],
        { level: 0 },
      ),
    ).toThrow(/level is 0/);
    expect(() =>
      cochranQ([
        [1, 0],
        [1, 2],
      ]),
    ).toThrow(/row 1/);
    expect(() => chiSquaredGoodnessOfFit([1, 2], [1])).toThrow(/2 counts/);
    expect(() => chiSquaredGoodnessOfFit([1, 2], [1, 0])).toThrow(/shares 1, 0/);
  });
});

const CELL = fc.integer({ min: 0, max: 40 });
const FOURFOLD = fc
  .tuple(CELL, CELL, CELL, CELL)
  .filter(([a, b, c, d]) => a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0);

describe("properties", () => {
  test("Fisher: turned on its side the same; rows exchanged, the odds ratio inverts", () => {
    fc.assert(
      fc.property(FOURFOLD, ([a, b, c, d]) => {
        const found = okay(
          fisherExact([
            [a, b],
            [c, d],
          ]),
        );
        const turned = okay(
          fisherExact([
            [a, c],
            [b, d],
          ]),
        );
        const exchanged = okay(
          fisherExact([
            [c, d],
            [a, b],
          ]),
        );
        expectClose(turned.pValue, found.pValue, { relative: 1e-11 });
        expectClose(turned.oddsRatio, found.oddsRatio, { relative: 1e-10 });
        expectClose(exchanged.pValue, found.pValue, { relative: 1e-11 });
        expectClose(1 / exchanged.oddsRatio, found.oddsRatio, { relative: 1e-10 });
        expectClose(1 / exchanged.interval.high, found.interval.low, { relative: 1e-10 });
        expect(found.interval.low).toBeLessThanOrEqual(found.oddsRatio);
        expect(found.interval.high).toBeGreaterThanOrEqual(found.oddsRatio);
      }),
      { numRuns: 60 },
    );
  });

  test("Fisher: one-sided p-values sum to 1 and the probability of the table", () => {
    fc.assert(
      fc.property(FOURFOLD, ([a, b, c, d]) => {
        const p = (alternative: Alternative) =>
          okay(
            fisherExact(
              [
                [a, b],
                [c, d],
              ],
              { alternative },
            ),
          ).pValue;
        expect(p("less") + p("greater")).toBeGreaterThanOrEqual(1);
        expect(p("two-sided") * (1 + 1e-12)).toBeGreaterThanOrEqual(Math.min(p("less"), p("greater")));
      }),
    );
  });

  test("chi-squared and V: rows and columns may be exchanged; V lies in 0..1 within its interval's scale", () => {
    fc.assert(
      fc.property(FOURFOLD, ([a, b, c, d]) => {
        const [found, turned] = [
          okay(
            cramersV([
              [a, b],
              [c, d],
            ]),
          ),
          okay(
            cramersV([
              [d, c],
              [b, a],
            ]),
          ),
        ];
        expectClose(turned.value, found.value, { relative: 1e-11, absolute: 1e-12 });
        expect(found.value).toBeLessThanOrEqual(1);
        expect(found.interval.low).toBeLessThanOrEqual(found.interval.high);
        expect(found.interval.high).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });
});
