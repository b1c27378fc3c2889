import { describe, expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
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
    if (ends === undefined) return;
    const { difference } = okay(proportionDifference(first, second, { interval }));
    const near = { relative: 1e-11, absolute: 1e-14 };
    expectClose(difference.interval?.low ?? Number.NaN, ends[0], near, "low");
    expectClose(difference.interval?.high ?? Number.NaN, ends[1], near, "high");
  });

  test.runIf(tests)("z tests", () => {
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

  test.runIf(ratio)("ratio", () => {
    const found = okay(proportionRatio(first, second)).ratio;
    expectClose(found.value, ratio?.[0] ?? Number.NaN, { relative: 1e-12 }, "ratio");
    expectClose(found.interval?.low ?? Number.NaN, ratio?.[1] ?? Number.NaN, { relative: 1e-12 }, "low");
    expectClose(found.interval?.high ?? Number.NaN, ratio?.[2] ?? Number.NaN, { relative: 1e-12 }, "high");
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
    ["score", 0.0110799, 0.0249205],
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
