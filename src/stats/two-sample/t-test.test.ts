import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { notebookLatency, notebookSatisfaction } from "../../../test/golden/notebook.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { momentsOf } from "../descriptive/moments.ts";
import { median } from "../descriptive/quantile.ts";
import type { Alternative, Inferred } from "../inference.ts";
import { oneSampleTTest, pairedTTest, studentTTest, type TTest, type TTestOptions, welchTTest } from "./t-test.ts";

interface Answer {
  readonly statistic: number;
  readonly df: number;
  readonly estimate: number;
  readonly se: number;
  readonly p: readonly [twoSided: number, less: number, greater: number];
  readonly interval: readonly [number, number];
  readonly upperBound: number;
  readonly lowerBound: number;
}

interface TTestCase {
  readonly about: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly null: number;
  readonly welch: Answer;
  readonly student: Answer;
  readonly oneSample: Answer;
  readonly paired: Answer;
}

const { cases } = readGolden<TTestCase>("two-sample/t_tests.json");
const ALTERNATIVES: readonly Alternative[] = ["two-sided", "less", "greater"];

/** Statistics of means that nearly cancel lose the digits the doubles of the means do not have. */
function expectAnswer(run: (options: TTestOptions) => Inferred<TTest>, expected: Answer, size: number): void {
  const lost = (size / expected.se) * 4e-16;
  ALTERNATIVES.forEach((alternative, i) => {
    const found = okay(run({ alternative }));
    expectClose(found.statistic, expected.statistic, { relative: 1e-12, absolute: lost }, "statistic");
    expectClose(found.df, expected.df, { relative: 1e-12 }, "df");
    expectClose(found.estimate.value, expected.estimate, { relative: 1e-12, absolute: size * 4e-16 }, "estimate");
    expectClose(found.estimate.se ?? Number.NaN, expected.se, { relative: 1e-12 }, "se");
    const p = expected.p[i] ?? Number.NaN;
    const slope = 1 + Math.abs(expected.statistic) * Math.min(expected.df, Math.abs(expected.statistic));
    expectClose(found.pValue, p, { relative: 1e-10 + slope * lost }, alternative);
    const { low = Number.NaN, high = Number.NaN } = found.estimate.interval ?? {};
    const near = { relative: 1e-10, absolute: expected.se * 1e-8 + size * 1e-15 };
    expectClose(low, [expected.interval[0], "-Infinity" as const, expected.lowerBound][i] ?? Number.NaN, near, "low");
    expectClose(high, [expected.interval[1], expected.upperBound, "Infinity" as const][i] ?? Number.NaN, near, "high");
  });
}

describe.each(cases)("$about", ({ a, b, null: nullValue, welch, student, oneSample, paired }) => {
  const [ma, mb] = [momentsOf(a), momentsOf(b)];
  const size = Math.max(...[...a, ...b].map(Math.abs));
  const n = Math.min(a.length, b.length);
  test("Welch", () => expectAnswer((options) => welchTTest(ma, mb, { ...options, nullValue }), welch, size));
  test("Student", () => expectAnswer((options) => studentTTest(ma, mb, { ...options, nullValue }), student, size));
  test("one sample", () => expectAnswer((options) => oneSampleTTest(mb, { ...options, nullValue }), oneSample, size));
  test("paired", () =>
    expectAnswer((options) => pairedTTest(a.slice(0, n), b.slice(0, n), { ...options, nullValue }), paired, size));
});

test("the telecom notebook: satisfaction by the median split of latency", () => {
  const latency = notebookLatency();
  const middle = median(latency) ?? Number.NaN;
  const satisfaction = notebookSatisfaction();
  const high = momentsOf(satisfaction.filter((_, i) => (latency[i] ?? 0) > middle));
  const low = momentsOf(satisfaction.filter((_, i) => (latency[i] ?? 0) <= middle));
  const welch = okay(welchTTest(high, low));
  expectClose(welch.statistic, -5.8598157736, { relative: 1e-10 });
  expectClose(welch.df, 96.6626948492, { relative: 1e-10 });
  expectClose(welch.pValue, 6.41141e-8, { relative: 1e-5 });
  const student = okay(studentTTest(high, low));
  expectClose(student.pValue, 6.22545e-8, { relative: 1e-5 });
  expect(student.df).toBe(98);
});

const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 20 });

test("exchanging the groups changes signs only; unit and origin do not matter", () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      for (const compare of [welchTTest, studentTTest]) {
        const found = compare(momentsOf(a), momentsOf(b));
        const swapped = compare(momentsOf(b), momentsOf(a));
        const moved = compare(momentsOf(a.map((x) => 4 * x + 9)), momentsOf(b.map((x) => 4 * x + 9)));
        if (found.status !== "ok") {
          expect(swapped.status).toBe("undetermined");
          return;
        }
        expectClose(okay(swapped).statistic, -found.statistic, { relative: 1e-12, absolute: 1e-14 });
        expectClose(okay(moved).statistic, found.statistic, { relative: 1e-10, absolute: 1e-12 });
        expectClose(okay(moved).pValue, found.pValue, { relative: 1e-8 });
      }
    }),
  );
});

test("the interval leaves out the null value exactly when p is below 1 - level", () => {
  fc.assert(
    fc.property(sample, sample, fc.constantFrom(...ALTERNATIVES), (a, b, alternative) => {
      const found = welchTTest(momentsOf(a), momentsOf(b), { alternative, level: 0.9 });
      if (found.status !== "ok" || Math.abs(found.pValue - 0.1) < 1e-9) return;
      const { low = 0, high = 0 } = found.estimate.interval ?? {};
      expect(low > 0 || high < 0).toBe(found.pValue < 0.1);
    }),
  );
});

test("too few values and no variance are undetermined", () => {
  const one = momentsOf([1]);
  const equal = momentsOf([2, 2, 2]);
  expect(welchTTest(one, momentsOf([1, 2]))).toMatchObject({
    reason: "groups of 1 and 2 values; 2 are needed in each",
  });
  expect(studentTTest(one, one).status).toBe("undetermined");
  expect(studentTTest(one, momentsOf([1, 2])).status).toBe("ok");
  expect(oneSampleTTest(one).status).toBe("undetermined");
  expect(welchTTest(equal, equal)).toMatchObject({ reason: "the values do not vary" });
  expect(() => pairedTTest([1, 2], [1])).toThrow("2 and 1");
});
