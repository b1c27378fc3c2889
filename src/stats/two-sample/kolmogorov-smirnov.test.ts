import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import type { Alternative } from "../inference.ts";
import { kolmogorovLimitSf, kolmogorovSf, oneSidedKolmogorovSf } from "./kolmogorov-distribution.ts";
import { oneSampleKs, twoSampleKs } from "./kolmogorov-smirnov.ts";

type Answers = Readonly<Record<Alternative, readonly [statistic: number, p: number]>>;

type KsCase =
  | ({ readonly kind: "two"; readonly about: string; readonly a: number[]; readonly b: number[] } & Answers)
  | ({ readonly kind: "one"; readonly about: string; readonly values: number[] } & Answers)
  | {
      readonly kind: "distribution";
      readonly n: number;
      readonly d: number;
      readonly sf: number;
      readonly oneSidedSf: number;
    }
  | { readonly kind: "limit"; readonly x: number; readonly sf: number };

const { cases } = readGolden<KsCase>("two-sample/kolmogorov_smirnov.json");
const ALTERNATIVES: readonly Alternative[] = ["two-sided", "less", "greater"];
const of = <K extends KsCase["kind"]>(kind: K) =>
  cases.filter((golden): golden is Extract<KsCase, { kind: K }> => golden.kind === kind);

describe.each(of("two"))("two samples: $about", ({ a, b, ...answers }) => {
  test.each(ALTERNATIVES)("%s", (alternative) => {
    const [statistic, p] = answers[alternative];
    const found = okay(twoSampleKs(a, b, { alternative }));
    expect(found.statistic).toBe(statistic);
    expectClose(found.pValue, p, { relative: 1e-11 });
  });
});

describe.each(of("one"))("one sample: $about", ({ values, ...answers }) => {
  test.each(ALTERNATIVES)("%s", (alternative) => {
    const [statistic, p] = answers[alternative];
    const found = okay(oneSampleKs(values, (x) => -Math.expm1(-Math.max(0, x)), { alternative }));
    expectClose(found.statistic, statistic, { relative: 1e-12, absolute: 1e-15 });
    expectClose(found.pValue, p, { relative: 1e-10 });
  });
});

test.each(of("distribution"))("D of $n values at $d", ({ n, d, sf, oneSidedSf }) => {
  expectClose(kolmogorovSf(d, n), sf, { relative: 1e-10 }, "two-sided");
  expectClose(oneSidedKolmogorovSf(d, n), oneSidedSf, { relative: 1e-10 }, "one-sided");
});

test.each(of("limit"))("limit at $x", ({ x, sf }) => expectClose(kolmogorovLimitSf(x), sf, { relative: 1e-12 }));

test("the ends of the distributions", () => {
  expect([kolmogorovSf(0, 9), kolmogorovSf(1, 9), oneSidedKolmogorovSf(0, 9), oneSidedKolmogorovSf(1, 9)]).toEqual([
    1, 0, 1, 0,
  ]);
  expect(kolmogorovLimitSf(0)).toBe(1);
});

test("the limit with its correction is close to the exact distribution", () => {
  const values = Array.from({ length: 900 }, (_, i) => ((i + 0.5) / 900) ** 1.06);
  const run = (distribution: "exact" | "asymptotic", alternative: Alternative): number =>
    okay(oneSampleKs(values, (x) => x, { distribution, alternative })).pValue;
  for (const alternative of ALTERNATIVES) {
    expectClose(run("asymptotic", alternative), run("exact", alternative), { relative: 2e-3 }, alternative);
  }
});

const sample = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 15 });

test("exchanging the samples exchanges the one-sided tests", () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      for (const distribution of ["exact", "asymptotic"] as const) {
        const less = okay(twoSampleKs(a, b, { alternative: "less", distribution }));
        const greater = okay(twoSampleKs(b, a, { alternative: "greater", distribution }));
        expect(greater.statistic).toBe(less.statistic);
        expectClose(greater.pValue, less.pValue, { relative: 1e-12 });
      }
    }),
  );
});

test("growing transformations do not matter", () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      const found = okay(twoSampleKs(a, b));
      expect(okay(twoSampleKs(a.map(Math.exp), b.toReversed().map(Math.exp))).pValue).toBe(found.pValue);
    }),
  );
});

test("many pairs of values take the limit distribution", () => {
  const values = Array.from({ length: 2001 }, (_, i) => i);
  const found = okay(
    twoSampleKs(
      values,
      values.map((x) => x + 0.5),
    ),
  );
  expect(found.exact).toBe(false);
  expect(found.pValue).toBe(1);
});

test("ties are named; no values are undetermined", () => {
  expect(okay(twoSampleKs([1, 2], [2, 3])).warnings).toEqual(["there are ties"]);
  expect(okay(twoSampleKs([1, 2], [3])).warnings).toEqual([]);
  expect(okay(oneSampleKs([0.5, 0.5], (x) => x)).warnings).toHaveLength(1);
  expect(twoSampleKs([], [1]).status).toBe("undetermined");
  expect(oneSampleKs([], (x) => x).status).toBe("undetermined");
});
