import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { notebookLatency, notebookSatisfaction } from "../../../test/golden/notebook.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { median } from "../descriptive/quantile.ts";
import type { Alternative, Estimate } from "../inference.ts";
import { brunnerMunzel } from "./brunner-munzel.ts";
import { mannWhitney } from "./mann-whitney.ts";
import type { RankTestOptions } from "./rank-test.ts";
import { wilcoxonSignedRank, type ZeroPolicy } from "./wilcoxon-signed-rank.ts";

type PValues = readonly [twoSided: number, less: number, greater: number];

interface RankAnswer {
  readonly statistic: number;
  readonly exact?: PValues;
  readonly continuity?: PValues;
  readonly plain?: PValues;
}

interface TwoCase {
  readonly about: string;
  readonly kind: "two";
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly mannWhitney: RankAnswer & { readonly shift: number; readonly interval?: readonly [number, number] };
  readonly brunnerMunzel?: { readonly statistic: number; readonly p: PValues; readonly superiority: number };
}

interface OneCase {
  readonly about: string;
  readonly kind: "one";
  readonly d: readonly number[];
  readonly signedRank: Readonly<Partial<Record<ZeroPolicy, RankAnswer>>> & {
    readonly shift: number;
    readonly interval?: readonly [number, number];
  };
}

const { cases } = readGolden<TwoCase | OneCase>("two-sample/rank_tests.json");
const twos = cases.filter((golden) => golden.kind === "two");
const ones = cases.filter((golden) => golden.kind === "one");
const ALTERNATIVES: readonly Alternative[] = ["two-sided", "less", "greater"];
const EXACT = { relative: 1e-12, absolute: 1e-14 };
const P = { relative: 1e-10 };

/** Every way of getting a p-value that the case has an answer for. */
function expectPValues(
  run: (options: RankTestOptions) => { readonly pValue: number; readonly statistic: number },
  { statistic, exact, continuity, plain }: RankAnswer,
): void {
  const ways: readonly (readonly [PValues | undefined, RankTestOptions])[] = [
    [exact, { distribution: "exact" }],
    [continuity, { distribution: "asymptotic" }],
    [plain, { distribution: "asymptotic", continuity: false }],
  ];
  for (const [expected, options] of ways) {
    ALTERNATIVES.forEach((alternative, i) => {
      if (expected === undefined) return;
      const found = run({ ...options, alternative });
      expect(found.statistic).toBe(statistic);
      expectClose(found.pValue, expected[i] ?? Number.NaN, P, `${JSON.stringify(options)} ${alternative}`);
    });
  }
}

/** R gives an interval of lower confidence where there is none of 95 %; here it is null. */
function expectShift(
  { value, interval }: Estimate,
  shift: number,
  expected: readonly [number, number] | undefined,
): void {
  expectClose(value, shift, EXACT, "shift");
  if (interval === null || expected === undefined) return;
  expectClose(interval.low, expected[0], EXACT, "low");
  expectClose(interval.high, expected[1], EXACT, "high");
}

describe.each(twos)("two samples: $about", ({ a, b, mannWhitney: mw, brunnerMunzel: bm }) => {
  test("Mann-Whitney", () => {
    if (new Set([...a, ...b]).size === 1) {
      expect(mannWhitney(a, b).status).toBe("undetermined");
      return;
    }
    expectPValues((options) => okay(mannWhitney(a, b, options)), mw);
    const { shift, superiority } = okay(mannWhitney(a, b));
    expectShift(shift, mw.shift, mw.interval);
    expectClose(superiority, mw.statistic / (a.length * b.length), EXACT);
  });
  if (bm === undefined) return;
  test.each(ALTERNATIVES.map((alternative, i) => [alternative, bm.p[i] ?? Number.NaN] as const))(
    "Brunner-Munzel %s",
    (alternative, p) => {
      const found = okay(brunnerMunzel(a, b, { alternative }));
      expectClose(found.statistic, bm.statistic, EXACT);
      expectClose(found.superiority.value, bm.superiority, EXACT);
      expectClose(found.pValue, p, P);
    },
  );
});

describe.each(ones)("one sample: $about", ({ d, signedRank }) => {
  test.each(["wilcox", "pratt", "zsplit"] as const)("zeros: %s", (zeros) => {
    const answer = signedRank[zeros];
    if (answer === undefined) {
      expect(wilcoxonSignedRank(d, { zeros }).status).toBe("undetermined");
      return;
    }
    expectPValues((options) => okay(wilcoxonSignedRank(d, { ...options, zeros })), answer);
  });
  test("shift", () => expectShift(okay(wilcoxonSignedRank(d)).shift, signedRank.shift, signedRank.interval));
});

test("the telecom notebook: satisfaction by the median split of latency", () => {
  const latency = notebookLatency();
  const middle = median(latency) ?? Number.NaN;
  const satisfaction = notebookSatisfaction();
  const high = satisfaction.filter((_, i) => (latency[i] ?? 0) > middle);
  const low = satisfaction.filter((_, i) => (latency[i] ?? 0) <= middle);
  const found = okay(mannWhitney(high, low));
  expect(found.statistic).toBe(496);
  expectClose(found.pValue, 2.05278e-7, { relative: 1e-5 });
});

const sample = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 15 });

test("Mann-Whitney: exchange, order, and growing transformations", () => {
  fc.assert(
    fc.property(sample, sample, fc.constantFrom("exact", "asymptotic"), (a, b, distribution) => {
      const found = mannWhitney(a, b, { distribution });
      if (found.status !== "ok") {
        expect(new Set([...a, ...b]).size).toBe(1);
        return;
      }
      const swapped = okay(mannWhitney(b, a, { distribution }));
      expect(swapped.statistic + found.statistic).toBe(a.length * b.length);
      expectClose(swapped.pValue, found.pValue, { relative: 1e-12 });
      expectClose(swapped.shift.value, -found.shift.value, EXACT);
      const grown = okay(mannWhitney(a.toReversed().map(Math.exp), b.map(Math.exp), { distribution }));
      expectClose(grown.pValue, found.pValue, { relative: 1e-12 });
    }),
  );
});

test("shift estimates follow the shift", () => {
  fc.assert(
    fc.property(sample, sample, fc.integer({ min: -20, max: 20 }), (a, b, by) => {
      const found = mannWhitney(a, b);
      const moved = mannWhitney(
        a.map((x) => x + by),
        b,
        { nullValue: by },
      );
      if (found.status !== "ok") return;
      expect(okay(moved).shift.value).toBe(found.shift.value + by);
      expect(okay(moved).pValue).toBe(found.pValue);
    }),
  );
});

test("signed ranks: changing every sign mirrors the tails", () => {
  fc.assert(
    fc.property(sample, fc.constantFrom<ZeroPolicy>("wilcox", "pratt", "zsplit"), (d, zeros) => {
      const found = wilcoxonSignedRank(d, { zeros, alternative: "less" });
      const mirrored = wilcoxonSignedRank(
        d.map((x) => -x),
        { zeros, alternative: "greater" },
      );
      if (found.status !== "ok") {
        expect(mirrored.status).toBe("undetermined");
        return;
      }
      expectClose(okay(mirrored).pValue, found.pValue, { relative: 1e-12 });
      expect(okay(mirrored).negative).toBe(found.statistic);
    }),
  );
});

test("the interval of the shift agrees with the exact test", () => {
  const a = [1.1, 2.3, 3.7, 4.2, 8.8, 9.1];
  const b = [0.4, 0.9, 2.1, 3.3, 3.9];
  const { interval } = okay(mannWhitney(a, b)).shift;
  const pAt = (nullValue: number): number => okay(mannWhitney(a, b, { nullValue })).pValue;
  const { low = 0, high = 0 } = interval ?? {};
  expect(pAt(low - 1e-9)).toBeLessThan(0.05);
  expect(pAt(low + 1e-9)).toBeGreaterThanOrEqual(0.05);
  expect(pAt(high + 1e-9)).toBeLessThan(0.05);
  expect(pAt(high - 1e-9)).toBeGreaterThanOrEqual(0.05);
});

test("too few values for an interval give none, and say so", () => {
  const found = okay(mannWhitney([1, 2], [3, 5]));
  expect(found.shift.interval).toBeNull();
  expect(found.warnings).toEqual(["too few values for an interval of 95 %"]);
  expect(okay(wilcoxonSignedRank([1, 2, 4, 5])).shift.interval).toBeNull();
});

test("nothing to rank is undetermined", () => {
  expect(mannWhitney([], [1])).toMatchObject({ reason: "samples of 0 and 1 values; 1 is needed in each" });
  expect(mannWhitney([1, 1], [1])).toMatchObject({ reason: "all values are equal" });
  expect(wilcoxonSignedRank([0, 0]).status).toBe("undetermined");
  expect(wilcoxonSignedRank([]).status).toBe("undetermined");
  expect(brunnerMunzel([1], [2, 3]).status).toBe("undetermined");
  expect(brunnerMunzel([1, 2], [3, 4])).toMatchObject({ reason: "the samples do not overlap, or do not vary" });
});
