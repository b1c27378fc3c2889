import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { anovaDesign } from "./anova.ts";
import { chiSquaredDesign } from "./chi-squared.ts";
import { comparisonAlpha, comparisonsOf } from "./comparison-alpha.ts";
import { correlationDesign } from "./correlation.ts";
import type { Design } from "./design.ts";
import { minimumDetectableEffect, sampleSize } from "./plan.ts";
import { twoProportionDesign } from "./proportions.ts";
import { rankTestDesign } from "./rank-test.ts";
import { oneSampleTDesign, twoSampleTDesign, welchTDesign } from "./t-test.ts";

const DESIGNS = {
  "one-sample-t": oneSampleTDesign,
  "two-sample-t": twoSampleTDesign,
  "welch-t": welchTDesign,
  proportions: twoProportionDesign,
  anova: anovaDesign,
  "chi-squared": chiSquaredDesign,
  correlation: correlationDesign,
} as const;

interface Case {
  readonly design: keyof typeof DESIGNS;
  readonly options: never;
  readonly effect: number;
  readonly n: number;
  readonly power: number;
  readonly target?: number;
  readonly exact: number;
}

const cases = readGolden<Case>("power/power.json").cases.map((golden, i) => ({ ...golden, i }));
const powers = cases.filter(({ target }) => target === undefined);
const sizes = cases.filter(({ target }) => target !== undefined);

test.each(powers)("power $i, $design: effect $effect, n $n", ({ design, options, effect, n, power }) => {
  expectClose(DESIGNS[design](options).power(effect, n), power, { relative: 1e-10 });
});

test.each(sizes)("sample size $i, $design: effect $effect", ({ design, options, effect, target = 0, exact }) => {
  const plan = DESIGNS[design](options);
  const found = sampleSize(plan, { effect, power: target });
  if (found.status === "undetermined") throw new Error(found.reason);
  expectClose(found.exact, exact, { relative: 1e-8 }, "n");
  expect(plan.power(effect, Math.ceil(exact))).toBeGreaterThanOrEqual(target);
  const direction = effect < 0 ? "decrease" : "increase";
  const detectable = minimumDetectableEffect(plan, { n: found.exact, power: target, direction });
  if (detectable.status === "undetermined") throw new Error(detectable.reason);
  expectClose(detectable.effect, effect, { relative: 1e-8 }, "effect");
});

const exact = (design: Design, effect: number, power = 0.8): number => {
  const found = sampleSize(design, { effect, power });
  return found.status === "ok" ? found.exact : Number.NaN;
};

describe("the experiments of the customer-intelligence platform", () => {
  test.each([
    ["arcsine", 0.032, 0.016, 2331.48],
    ["unpooled", 0.032, 0.016, 2350.74],
    ["pooled", 0.032, 0.016, 2353.48],
    ["unpooled", 0.032, 0.018, 1901.08],
    ["pooled", 0.032, 0.018, 1903.82],
    ["unpooled", 0.12, 0.018, 5439.86],
  ] as const)("%s, %d plus %d needs %d an arm", (variant, baseline, effect, n) => {
    // the values for the unpooled variance leave out the chance of rejecting on the wrong side, some 1e-6
    expectClose(exact(twoProportionDesign({ baseline, variant }), effect), n, { relative: 5e-6 });
  });

  test("by the t test with the mean variance of the arms", () => {
    const d = (p1: number, p2: number) => (p2 - p1) / Math.sqrt((p1 * (1 - p1) + p2 * (1 - p2)) / 2);
    expect(exact(twoSampleTDesign(), d(0.032, 0.048))).toBeCloseTo(2351.69, 2);
    expect(exact(twoSampleTDesign(), d(0.032, 0.05))).toBeCloseTo(1902.03, 2);
  });

  test("18,000 an arm find 12 % to 13.8 % nearly always", () => {
    expect(twoProportionDesign({ baseline: 0.12 }).power(0.018, 18_000)).toBeCloseTo(0.99914, 5);
  });
});

test("printed values of R's manual pages: power.t.test and power.prop.test", () => {
  expect(twoSampleTDesign().power(1, 20)).toBeCloseTo(0.8689528, 6);
  expect(exact(twoSampleTDesign(), 1, 0.9)).toBeCloseTo(22.0211, 4);
  expect(exact(twoProportionDesign({ baseline: 0.5 }), 0.25, 0.9)).toBeCloseTo(76.7, 1);
});

test("whole groups: unequal allocation, several groups, all units of one sample", () => {
  const unequal = sampleSize(twoSampleTDesign({ ratio: 2 }), { effect: 0.5, power: 0.8 });
  expect(unequal).toMatchObject({ status: "ok", groups: [48, 96], total: 144 });
  expect(sampleSize(twoSampleTDesign(), { effect: 0.5, power: 0.8 })).toMatchObject({ groups: [64, 64], total: 128 });
  expect(sampleSize(anovaDesign({ groups: 3 }), { effect: 0.25, power: 0.8 })).toMatchObject({
    groups: [53, 53, 53],
    total: 159,
  });
  expect(sampleSize(chiSquaredDesign({ df: 1 }), { effect: 0.3, power: 0.8 })).toMatchObject({
    groups: [88],
    total: 88,
  });
});

test("rank tests need pi / 3 of the t test's units for normal values, and at most 1 / 0.864", () => {
  const tTest = twoSampleTDesign();
  const n = exact(tTest, 0.5);
  expectClose(exact(rankTestDesign(tTest), 0.5), (n * Math.PI) / 3, { relative: 1e-8 });
  expectClose(exact(rankTestDesign(tTest, "worst"), 0.5), n / 0.864, { relative: 1e-8 });
  expect(exact(rankTestDesign(tTest, "laplace"), 0.5)).toBeLessThan(n);
});

describe("several arms", () => {
  test("comparisons and their level", () => {
    expect(comparisonsOf(4, "with-control")).toBe(3);
    expect(comparisonsOf(4, "all-pairs")).toBe(6);
    expect(comparisonAlpha(5)).toBe(0.01);
    expectClose(1 - (1 - comparisonAlpha(5, { correction: "sidak" })) ** 5, 0.05, { relative: 1e-14 });
    expect(() => comparisonAlpha(0)).toThrow(/0 comparisons/);
    expect(() => comparisonAlpha(2.5)).toThrow(/2.5 comparisons/);
  });

  test("a stricter level needs more units", () => {
    const corrected = twoProportionDesign({ baseline: 0.12, alpha: comparisonAlpha(3) });
    expect(exact(corrected, 0.018)).toBeGreaterThan(exact(twoProportionDesign({ baseline: 0.12 }), 0.018));
  });
});

describe("what cannot be planned", () => {
  test("an effect of none, one that cannot be, one that is not looked for", () => {
    expect(() => sampleSize(twoSampleTDesign(), { effect: 0, power: 0.8 })).toThrow(/effect of 0/);
    expect(() => sampleSize(twoProportionDesign({ baseline: 0.9 }), { effect: 0.2, power: 0.8 })).toThrow(
      /cannot be planned/,
    );
    expect(() => sampleSize(oneSampleTDesign({ alternative: "less" }), { effect: 0.2, power: 0.8 })).toThrow(
      /effect of 0.2/,
    );
    expect(() => sampleSize(oneSampleTDesign(), { effect: 0.2, power: 1 })).toThrow(/power is 1/);
    expect(() => twoSampleTDesign({ ratio: 0 })).toThrow(/ratio is 0/);
    expect(() => twoSampleTDesign({ alpha: 5 })).toThrow(/alpha is 5/);
    expect(() => anovaDesign({ groups: 1 })).toThrow(/1 groups/);
    expect(() => twoProportionDesign({ baseline: 1 })).toThrow(/baseline is 1/);
  });

  test("effects too small, and studies too small", () => {
    expect(sampleSize(chiSquaredDesign({ df: 1 }), { effect: 1e-9, power: 0.8 }).status).toBe("undetermined");
    expect(minimumDetectableEffect(twoSampleTDesign(), { n: 1, power: 0.8 }).status).toBe("undetermined");
    const rare = twoProportionDesign({ baseline: 0.01 });
    expect(minimumDetectableEffect(rare, { n: 50, power: 0.8, direction: "decrease" })).toMatchObject({
      status: "undetermined",
      reason: "not even the largest possible effect would be found",
    });
  });

  test("the smallest study may be enough; the level may be all the power asked", () => {
    expect(sampleSize(oneSampleTDesign(), { effect: 100, power: 0.8 })).toMatchObject({ exact: 2, groups: [2] });
    expect(minimumDetectableEffect(oneSampleTDesign(), { n: 10, power: 0.04 })).toMatchObject({ effect: 0 });
  });
});

describe("properties", () => {
  const ALTERNATIVE = fc.constantFrom("two-sided", "less", "greater" as const);

  test("without effect the power is the level", () => {
    fc.assert(
      fc.property(
        ALTERNATIVE,
        fc.double({ min: 0.001, max: 0.3, noNaN: true }),
        fc.integer({ min: 5, max: 500 }),
        (alternative, alpha, n) => {
          const options = { alpha, alternative };
          const designs = [
            oneSampleTDesign(options),
            twoSampleTDesign(options),
            welchTDesign({ ...options, sdRatio: 2 }),
          ];
          for (const design of [
            ...designs,
            twoProportionDesign({ ...options, baseline: 0.3 }),
            correlationDesign(options),
          ]) {
            expectClose(design.power(0, n), alpha, { relative: 1e-9 }, design.method);
          }
          expectClose(anovaDesign({ groups: 3, alpha }).power(0, n), alpha, { relative: 1e-9 });
          expectClose(chiSquaredDesign({ df: 3, alpha }).power(0, n), alpha, { relative: 1e-9 });
        },
      ),
      { numRuns: 30 },
    );
  });

  test("power grows with the effect and with n, and one-sided tests are mirror images", () => {
    const effect = fc.double({ min: 0.01, max: 0.4, noNaN: true });
    fc.assert(
      fc.property(effect, effect, fc.integer({ min: 5, max: 300 }), (a, b, n) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        const designs = [
          twoSampleTDesign(),
          welchTDesign({ sdRatio: 3 }),
          twoProportionDesign({ baseline: 0.4 }),
          correlationDesign(),
        ];
        for (const design of [...designs, anovaDesign({ groups: 4 }), chiSquaredDesign({ df: 2 })]) {
          const power = design.power(large, n) * (1 + 1e-12);
          expect(power).toBeGreaterThanOrEqual(design.power(small, n));
          expect(design.power(large, n + 50)).toBeGreaterThanOrEqual(power * (1 - 2e-12));
        }
        for (const make of [oneSampleTDesign, twoSampleTDesign, correlationDesign]) {
          expect(make({ alternative: "less" }).power(-large, n)).toBe(make({ alternative: "greater" }).power(large, n));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("Welch's design with equal deviations and sizes is Student's", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 2, noNaN: true }), fc.integer({ min: 2, max: 200 }), (effect, n) => {
        expectClose(welchTDesign().power(effect, n), twoSampleTDesign().power(effect, n), { relative: 1e-10 });
      }),
      { numRuns: 30 },
    );
  });
});
