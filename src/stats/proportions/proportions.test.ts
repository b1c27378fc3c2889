import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { dataFile } from "../../../test/harness/data.ts";
import { clopperPearsonInterval } from "./clopper-pearson.ts";
import { type DifferenceInterval, proportionDifference } from "./difference.ts";
import type { Proportion } from "./proportion.ts";
import { proportionRatio } from "./ratio.ts";
import { twoProportionTest } from "./two-proportion-test.ts";
import { wilsonInterval } from "./wilson.ts";

type Ends = readonly [number, number];
type Test = readonly [statistic: number, twoSided: number, greater: number, less: number];

interface Single {
  readonly kind: "single";
  readonly successes: number;
  readonly trials: number;
  readonly wilson: Ends;
  readonly clopperPearson: Ends | null;
}

interface Pair {
  readonly kind: "pair";
  readonly counts: readonly [number, number, number, number];
  readonly wald: Ends;
  readonly "agresti-caffo": Ends;
  readonly newcombe: Ends;
  readonly score?: Ends;
  readonly tests?: { readonly pooled: Test; readonly score: Test; readonly unpooled?: Test };
  readonly ratio?: readonly [number, number, number];
}

const { cases } = readGolden<Single | Pair>("proportions/proportions.json");
const singles = cases.filter((golden): golden is Single => golden.kind === "single");
const pairs = cases.filter((golden): golden is Pair => golden.kind === "pair");

const proportion = (successes: number, trials: number): Proportion => ({ successes, trials });

test.each(singles)("$successes of $trials", ({ successes, trials, wilson, clopperPearson }) => {
  const score = wilsonInterval(successes, trials);
  expectClose(score?.low ?? Number.NaN, wilson[0], { relative: 1e-12, absolute: 1e-30 }, "Wilson, low");
  expectClose(score?.high ?? Number.NaN, wilson[1], { relative: 1e-12 }, "Wilson, high");
  if (clopperPearson === null) return;
  const exact = clopperPearsonInterval(successes, trials);
  expectClose(exact.low, clopperPearson[0], { relative: 1e-10 }, "exact, low");
  expectClose(exact.high, clopperPearson[1], { relative: 1e-10 }, "exact, high");
});

describe.each(pairs)("$counts", ({ counts: [x1, n1, x2, n2], tests, ratio, ...intervals }) => {
  const [first, second] = [proportion(x1, n1), proportion(x2, n2)];

  test.each(["wald", "agresti-caffo", "newcombe", "score"] as const)("%s interval", (interval) => {
    const ends = intervals[interval];
    const { difference } = okay(proportionDifference(first, second, { interval }));
    if (ends === undefined) {
      // no reference where both shares are 0 or 1: the interval holds the difference, 0 or ±1
      expect(difference.interval?.low).toBeLessThanOrEqual(difference.value);
      expect(difference.interval?.high).toBeGreaterThanOrEqual(difference.value);
      return;
    }
    const near = { relative: 1e-11, absolute: 1e-14 };
    expectClose(difference.interval?.low ?? Number.NaN, ends[0], near, "low");
    expectClose(difference.interval?.high ?? Number.NaN, ends[1], near, "high");
  });

  test("z tests", () => {
    if (tests === undefined) expect(twoProportionTest(first, second).status).toBe("undetermined");
    for (const [variance, expected] of Object.entries(tests ?? {})) {
      const run = (alternative: "two-sided" | "greater" | "less") =>
        okay(twoProportionTest(first, second, { variance: variance as "pooled" | "unpooled" | "score", alternative }));
      expectClose(run("two-sided").statistic, expected[0], { relative: 1e-12 }, variance);
      (["two-sided", "greater", "less"] as const).forEach((alternative, i) => {
        expectClose(
          run(alternative).pValue,
          expected[i + 1] ?? Number.NaN,
          { relative: 1e-10 },
          `${variance}, ${alternative}`,
        );
      });
    }
  });

  test("ratio", () => {
    if (ratio === undefined) {
      expect(proportionRatio(first, second).status).toBe("undetermined");
      return;
    }
    const found = okay(proportionRatio(first, second)).ratio;
    expectClose(found.value, ratio[0], { relative: 1e-12 }, "ratio");
    expectClose(found.interval?.low ?? Number.NaN, ratio[1], { relative: 1e-12 }, "low");
    expectClose(found.interval?.high ?? Number.NaN, ratio[2], { relative: 1e-12 }, "high");
  });
});

describe("the experiment of the customer-intelligence platform: 2,160 and 2,484 of 18,000", () => {
  const [control, treatment] = [proportion(2160, 18_000), proportion(2484, 18_000)];

  test("pooled and unpooled z", () => {
    const pooled = okay(twoProportionTest(control, treatment));
    expect(pooled.statistic).toBeCloseTo(5.0943622925, 10);
    expectClose(pooled.pValue, 3.49917e-7, { relative: 1e-5 });
    expect(okay(twoProportionTest(control, treatment, { variance: "unpooled" })).statistic).toBeCloseTo(
      5.0961995578,
      10,
    );
  });

  test.each<readonly [DifferenceInterval, number, number]>([
    ["wald", 0.0110773, 0.0249227],
    ["agresti-caffo", 0.0110748, 0.0249212],
    ["newcombe", 0.0110769, 0.0249244],
    // statsmodels 0.15 says 0.0110799 and 0.0249205: its cubic for the restricted shares holds a count for a group's size
    ["score", 0.0110786, 0.024927],
  ])("%s interval", (interval, low, high) => {
    const { difference } = okay(proportionDifference(control, treatment, { interval }));
    expect(difference.interval?.low).toBeCloseTo(low, 7);
    expect(difference.interval?.high).toBeCloseTo(high, 7);
    expect(difference.value).toBe(0.018);
  });
});

test("Newcombe 1998, table II: 48 of 80 and 56 of 70, 3 of 10 and 9 of 10", () => {
  const ends = (first: Proportion, second: Proportion, interval: DifferenceInterval) => {
    const found = okay(proportionDifference(first, second, { interval })).difference.interval;
    return [found?.low.toFixed(4), found?.high.toFixed(4)];
  };
  expect(ends(proportion(48, 80), proportion(56, 70), "wald")).toEqual(["0.0575", "0.3425"]);
  expect(ends(proportion(48, 80), proportion(56, 70), "score")).toEqual(["0.0528", "0.3382"]);
  expect(ends(proportion(48, 80), proportion(56, 70), "newcombe")).toEqual(["0.0524", "0.3339"]);
  expect(ends(proportion(3, 10), proportion(9, 10), "wald")).toEqual(["0.2605", "0.9395"]);
  expect(ends(proportion(3, 10), proportion(9, 10), "score")).toEqual(["0.1700", "0.8406"]);
  expect(ends(proportion(3, 10), proportion(9, 10), "newcombe")).toEqual(["0.1705", "0.8090"]);
});

const cookieCats = dataFile("ab", "cookie_cats.csv.gz");

test.runIf(cookieCats)("Cookie Cats: retention after a day and a week", () => {
  const rows = gunzipSync(readFileSync(cookieCats ?? ""))
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => line.trim().split(","));
  const retained = (version: string, column: string): Proportion => {
    const at = rows[0]?.indexOf(column) ?? -1;
    const arm = rows.filter((cells) => cells[1] === version);
    return proportion(arm.filter((cells) => cells[at]?.toLowerCase() === "true").length, arm.length);
  };
  const week = [retained("gate_40", "retention_7"), retained("gate_30", "retention_7")] as const;
  expect(week).toEqual([proportion(8279, 45_489), proportion(8502, 44_700)]);
  expect(okay(twoProportionTest(...week)).statistic).toBeCloseTo(3.164, 3);
  expect(okay(twoProportionTest(...week)).pValue).toBeCloseTo(0.00155, 5);
  const day = [retained("gate_40", "retention_1"), retained("gate_30", "retention_1")] as const;
  expect(okay(twoProportionTest(...day)).statistic).toBeCloseTo(1.784, 3);
  expect(okay(twoProportionTest(...day)).pValue).toBeCloseTo(0.0744, 4);
});

test("the Udacity experiment: no difference", () => {
  const found = okay(twoProportionTest(proportion(17_489, 145_274), proportion(17_264, 145_310)));
  expect(found.statistic).toBeCloseTo(-1.3109, 4);
  expect(found.pValue).toBeCloseTo(0.1899, 4);
});

describe("too little to say, and what is refused", () => {
  test("no trials, no variance, no successes", () => {
    const [none, some] = [proportion(0, 0), proportion(3, 9)];
    expect(proportionDifference(none, some)).toMatchObject({ status: "undetermined", n: 9 });
    expect(twoProportionTest(some, none).status).toBe("undetermined");
    expect(twoProportionTest(proportion(0, 5), proportion(0, 9)).status).toBe("undetermined");
    expect(proportionRatio(proportion(0, 5), some).status).toBe("undetermined");
    expect(clopperPearsonInterval(0, 0)).toEqual({ low: 0, high: 1, level: 0.95 });
  });

  test("small counts are said where they matter", () => {
    const [small, large] = [proportion(2, 100), proportion(30, 100)];
    const said = "only 2 successes or failures in a group: the normal approximation is poor";
    expect(okay(twoProportionTest(small, large)).warnings).toEqual([said]);
    expect(okay(proportionDifference(small, large, { interval: "wald" })).warnings).toEqual([said]);
    expect(okay(proportionDifference(small, large)).warnings).toEqual([]);
  });

  test("what is no proportion", () => {
    for (const wrong of [proportion(5, 4), proportion(-1, 4), proportion(1.5, 4), proportion(Number.NaN, 4)]) {
      expect(() => proportionDifference(wrong, proportion(1, 2))).toThrow(/is no proportion/);
    }
    expect(() => proportionDifference(proportion(1, 2), proportion(1, 2), { level: 95 })).toThrow(/level is 95/);
  });
});

const PROPORTION = fc
  .tuple(fc.nat(60), fc.nat(60))
  .filter(([a, b]) => a + b > 0)
  .map(([successes, failures]) => proportion(successes, successes + failures));
const METHODS = ["newcombe", "agresti-caffo", "score", "wald"] as const;
const failuresOf = ({ successes, trials }: Proportion): Proportion => proportion(trials - successes, trials);

describe("properties", () => {
  test("exchanged groups and exchanged outcomes turn the interval around", () => {
    fc.assert(
      fc.property(PROPORTION, PROPORTION, fc.constantFrom(...METHODS), (first, second, interval) => {
        const ends = (a: Proportion, b: Proportion) =>
          okay(proportionDifference(a, b, { interval })).difference.interval;
        const found = ends(first, second);
        for (const turned of [ends(second, first), ends(failuresOf(first), failuresOf(second))]) {
          expectClose(
            -(turned?.high ?? Number.NaN),
            found?.low ?? Number.NaN,
            { relative: 1e-9, absolute: 1e-12 },
            "low",
          );
          expectClose(
            -(turned?.low ?? Number.NaN),
            found?.high ?? Number.NaN,
            { relative: 1e-9, absolute: 1e-12 },
            "high",
          );
        }
      }),
    );
  });

  test("the score interval holds exactly the differences that the score test does not reject: 0", () => {
    fc.assert(
      fc.property(PROPORTION, PROPORTION, (first, second) => {
        const found = twoProportionTest(first, second, { variance: "score" });
        if (found.status === "undetermined" || Math.abs(found.pValue - 0.05) < 1e-9) return;
        const { interval } = okay(proportionDifference(first, second, { interval: "score" })).difference;
        const inside = (interval?.low ?? Number.NaN) < 0 && (interval?.high ?? Number.NaN) > 0;
        expect(inside).toBe(found.pValue > 0.05);
      }),
    );
  });

  test("intervals lie in -1..1 and hold the difference; higher levels are wider", () => {
    fc.assert(
      fc.property(
        PROPORTION,
        PROPORTION,
        fc.constantFrom("newcombe", "score", "wald" as const),
        (first, second, interval) => {
          const narrow = okay(proportionDifference(first, second, { interval, level: 0.8 })).difference;
          const wide = okay(proportionDifference(first, second, { interval, level: 0.99 })).difference;
          expect(wide.interval?.low).toBeGreaterThanOrEqual(-1 - 1e-12);
          expect(wide.interval?.high).toBeLessThanOrEqual(1 + 1e-12);
          expect(narrow.interval?.low).toBeLessThanOrEqual(narrow.value + 1e-12);
          expect(narrow.interval?.high).toBeGreaterThanOrEqual(narrow.value - 1e-12);
          expect(wide.interval?.low).toBeLessThanOrEqual((narrow.interval?.low ?? Number.NaN) + 1e-12);
          expect(wide.interval?.high).toBeGreaterThanOrEqual((narrow.interval?.high ?? Number.NaN) - 1e-12);
        },
      ),
    );
  });
});
