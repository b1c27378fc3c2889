import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, type GoldenNumber, readGolden } from "../../../test/golden/golden.ts";
import { normals, notebookExponentials } from "../../../test/golden/notebook.ts";
import { empiricalDistribution } from "./empirical-distribution.ts";
import { type BinRule, histogram } from "./histogram.ts";
import { kernelDensity } from "./kernel-density.ts";
import { medianAbsoluteDeviation } from "./median-absolute-deviation.ts";
import {
  biasedKurtosis,
  biasedSkewness,
  kurtosis,
  type Moments,
  mergeMoments,
  momentsOf,
  momentsOfSums,
  skewness,
  standardDeviation,
  variance,
} from "./moments.ts";
import { median, quantile, quantileOfSorted, sorted } from "./quantile.ts";
import { compensatedSum } from "./sum.ts";
import { trim, trimmedMean } from "./trimmed-mean.ts";
import { tukeyFences } from "./tukey-fences.ts";

interface DescriptiveCase {
  readonly about: string;
  readonly values: readonly number[];
  readonly moments: Readonly<Record<string, GoldenNumber>>;
  readonly quantiles: readonly (readonly [number, number])[];
  readonly mad: number;
  readonly trimmed: readonly {
    readonly proportion: number;
    readonly cut: number;
    readonly mean: number;
    readonly winsorisedMean: number;
    readonly winsorisedVariance?: number;
    readonly se?: number;
    readonly half?: number;
  }[];
  readonly histograms?: readonly {
    readonly rule: BinRule;
    readonly bins: number;
    readonly step: number;
    readonly counts?: readonly number[];
  }[];
  readonly densities?: readonly {
    readonly rule: "scott" | "silverman";
    readonly bandwidth: number;
    readonly at: readonly number[];
    readonly density: readonly number[];
  }[];
}

const { cases } = readGolden<DescriptiveCase>("descriptive/descriptive.json");
const EXACT = { relative: 1e-12 };

const SHAPES: Readonly<Record<string, (moments: Moments) => number | null>> = {
  mean: ({ mean }) => mean,
  m2: ({ m2 }) => m2,
  variance,
  biasedSkewness,
  biasedKurtosis,
  skewness,
  kurtosis,
};

describe.each(cases)("$about", ({ values, moments, quantiles, mad, trimmed, histograms = [], densities = [] }) => {
  test("moments", () => {
    const found = momentsOf(values);
    for (const [name, shape] of Object.entries(SHAPES)) {
      const expected = moments[name];
      if (expected === undefined) continue;
      const absolute = /ness|tosis/.test(name) ? 1e-12 : 0;
      expectClose(shape(found) ?? Number.NaN, expected, { ...EXACT, absolute }, name);
    }
  });

  test("quantiles", () => {
    const ascending = sorted(values);
    for (const [p, expected] of quantiles) {
      expectClose(quantile(values, p) ?? Number.NaN, expected, EXACT, `at ${p}`);
      expect(quantile(values, p)).toBe(quantileOfSorted(ascending, p));
    }
    expectClose(medianAbsoluteDeviation(values) ?? Number.NaN, mad, EXACT, "MAD");
  });

  test.each(trimmed)("trimmed by $proportion", (expected) => {
    const { cut, trimmed: kept, winsorised } = trim(values, expected.proportion);
    expect(cut).toBe(expected.cut);
    expectClose(kept.mean, expected.mean, EXACT, "mean");
    expectClose(winsorised.mean, expected.winsorisedMean, EXACT, "winsorised mean");
    expectClose(variance(winsorised) ?? Number.NaN, expected.winsorisedVariance ?? "NaN", EXACT, "winsorised variance");
    const inference = trimmedMean(values, { proportion: expected.proportion });
    if (expected.se === undefined || expected.half === undefined) {
      expect(inference.status).toBe("undetermined");
      return;
    }
    if (inference.status !== "ok") throw new Error(inference.reason);
    const { value, se, interval } = inference.mean;
    expectClose(se ?? Number.NaN, expected.se, EXACT, "se");
    expectClose((interval?.high ?? Number.NaN) - value, expected.half, {
      relative: 1e-8,
      absolute: Math.abs(value) * 1e-15,
    });
  });

  test.each(histograms)("histogram by $rule", ({ rule, bins, step, counts }) => {
    const found = histogram(values, { bins: rule });
    if (bins > 100_000) {
      expect(found?.counts.length).toBe(100_000);
      return;
    }
    expect(found?.counts.length).toBe(bins);
    expectClose(
      (found?.edges[1] ?? Number.NaN) - (found?.edges[0] ?? Number.NaN),
      step,
      { relative: 1e-9, absolute: 1e-7 },
      "step",
    );
    if (counts !== undefined) expect([...(found?.counts ?? [])]).toEqual(counts);
  });

  test.each(densities)("density by $rule", ({ rule, bandwidth, at, density }) => {
    const found = kernelDensity(values, { bandwidth: rule });
    expectClose(found?.bandwidth ?? Number.NaN, bandwidth, EXACT, "bandwidth");
    at.forEach((x, i) => {
      expectClose(
        found?.at(x) ?? Number.NaN,
        density[i] ?? Number.NaN,
        { relative: 1e-10, absolute: 1e-300 },
        `at ${x}`,
      );
    });
  });
});

test("the telecom notebook's exponential column", () => {
  const ex = notebookExponentials();
  const fences = tukeyFences(ex);
  expectClose(fences?.q1 ?? Number.NaN, 7.3960954967, { relative: 1e-9 });
  expectClose(fences?.q3 ?? Number.NaN, 28.428409565, { relative: 1e-9 });
  expectClose(fences?.low ?? Number.NaN, -24.1523756057, { relative: 1e-9 });
  expectClose(fences?.high ?? Number.NaN, 59.9768806674, { relative: 1e-9 });
  expect(fences?.outside.length).toBe(5);
  const moments = momentsOf(ex);
  expectClose(biasedSkewness(moments) ?? Number.NaN, 1.657793654, { relative: 1e-9 });
  expectClose(skewness(moments) ?? Number.NaN, 1.6831467949, { relative: 1e-9 });
  expectClose(biasedKurtosis(moments) ?? Number.NaN, 3.1253696806, { relative: 1e-9 });
  expectClose(kurtosis(moments) ?? Number.NaN, 3.3499443969, { relative: 1e-9 });
  expectClose(skewness(momentsOf(ex.map(Math.log1p))) ?? Number.NaN, -0.3939914818, { relative: 1e-9 });
});

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const sample = fc.array(finite, { minLength: 1, maxLength: 60 });

test("moments of parts merge to those of the whole, in any grouping", () => {
  fc.assert(
    fc.property(sample, sample, sample, (a, b, c) => {
      // cubes of the tiniest values leave the range of doubles: what is lost there is below any relative error
      const lost = 1e-300;
      const whole = momentsOf([...a, ...b, ...c]);
      const [ma, mb, mc] = [momentsOf(a), momentsOf(b), momentsOf(c)];
      for (const merged of [mergeMoments(mergeMoments(ma, mb), mc), mergeMoments(ma, mergeMoments(mb, mc))]) {
        expect(merged.n).toBe(whole.n);
        expectClose(merged.mean, whole.mean, { relative: 1e-12, absolute: 1e-9 }, "mean");
        expectClose(merged.m2, whole.m2, { relative: 1e-10, absolute: 1e-9 }, "m2");
        expectClose(merged.m3, whole.m3, { relative: 1e-9, absolute: 1e-9 * whole.m2 ** 1.5 + lost }, "m3");
        expectClose(merged.m4, whole.m4, { relative: 1e-9, absolute: 1e-9 }, "m4");
      }
    }),
  );
});

test("an empty part changes nothing", () => {
  const moments = momentsOf([1, 2, 4]);
  expect(mergeMoments(moments, momentsOf([]))).toEqual(moments);
  expect(mergeMoments(momentsOf([]), moments)).toEqual(moments);
  expect(momentsOfSums({ n: 0, origin: 5, sum: 0, sum2: 0, sum3: 0, sum4: 0 })).toEqual(momentsOf([]));
});

test("moments do not depend on the order, and shape not on unit and origin", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 5, maxLength: 40 }), (values) => {
      const moments = momentsOf(values);
      expectClose(momentsOf(values.toReversed()).m2, moments.m2, { relative: 1e-12 });
      const [skew, tails] = [skewness(moments), kurtosis(moments)];
      const moved = momentsOf(values.map((value) => 7 - 3 * value));
      if (skew === null || tails === null) {
        expect(variance(moments)).toBe(0);
        return;
      }
      expectClose(skewness(moved) ?? Number.NaN, -skew, { relative: 1e-9, absolute: 1e-11 });
      expectClose(kurtosis(moved) ?? Number.NaN, tails, { relative: 1e-9, absolute: 1e-10 });
    }),
  );
});

test("equal values have no spread, whatever the mean's rounding, and no shape", () => {
  const moments = momentsOf(Array.from({ length: 11 }, () => 0.1));
  expect(standardDeviation(moments)).toBe(0);
  expect(skewness(moments)).toBeNull();
  expect(kurtosis(moments)).toBeNull();
});

test("too few values give null", () => {
  expect(variance(momentsOf([1]))).toBeNull();
  expect(skewness(momentsOf([1, 2]))).toBeNull();
  expect(kurtosis(momentsOf([1, 2, 4]))).toBeNull();
  expect(median([])).toBeNull();
  expect(medianAbsoluteDeviation([])).toBeNull();
  expect(histogram([])).toBeNull();
  expect(tukeyFences([])).toBeNull();
  expect(empiricalDistribution([])).toBeNull();
  expect(kernelDensity([1])).toBeNull();
  expect(kernelDensity([2, 2, 2])).toBeNull();
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])("%d is refused, not skipped", (value) => {
  for (const describes of [momentsOf, sorted, median, histogram, kernelDensity, empiricalDistribution]) {
    expect(() => describes([1, value])).toThrow("at position 1");
  }
});

test("compensated sums keep what large values would swallow", () => {
  expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
});

test("inputs are not changed", () => {
  const values = Float64Array.of(3, 1, 2, 9, 4);
  for (const f of [momentsOf, median, histogram, kernelDensity, empiricalDistribution, tukeyFences]) f(values);
  trim(values, 0.2);
  expect([...values]).toEqual([3, 1, 2, 9, 4]);
});

test("quantiles rise with p, follow shifts and scales, and lie between the extremes", () => {
  fc.assert(
    fc.property(sample, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
      const found = quantile(values, p) ?? Number.NaN;
      expect(found).toBeGreaterThanOrEqual(Math.min(...values));
      expect(found).toBeLessThanOrEqual(Math.max(...values));
      expect(quantile(values, Math.min(1, p + 0.1)) ?? Number.NaN).toBeGreaterThanOrEqual(found);
      const mirrored = quantile(
        values.map((value) => -value),
        1 - p,
      );
      expectClose(mirrored ?? Number.NaN, -found, { relative: 1e-9, absolute: 1e-6 });
    }),
  );
});

test("histogram counts add up to n and edges hold the data", () => {
  fc.assert(
    fc.property(
      sample,
      fc.constantFrom<BinRule>("auto", "sturges", "scott", "freedman-diaconis", 7),
      (values, bins) => {
        const found = histogram(values, { bins });
        expect(compensatedSum(found?.counts ?? [])).toBe(values.length);
        expect(found?.edges[0]).toBeLessThanOrEqual(Math.min(...values));
        expect(found?.edges.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
      },
    ),
  );
});

test("densities integrate to 1", () => {
  const { x, density } = kernelDensity(normals(3, 200))?.grid(4001, 6) ?? { x: [], density: [] };
  expectClose(compensatedSum(density) * ((x[1] ?? 0) - (x[0] ?? 0)), 1, { relative: 1e-6 });
});

test("a bandwidth of one's own; the kernel of one value is a normal density", () => {
  expectClose(
    kernelDensity([5], { bandwidth: 2 })?.at(7) ?? Number.NaN,
    Math.exp(-0.5) / (2 * Math.sqrt(2 * Math.PI)),
    EXACT,
  );
  expect(() => kernelDensity([1, 2], { bandwidth: 0 })).toThrow("the bandwidth is 0");
});

test("the empirical distribution steps at the distinct values", () => {
  const ecdf = empiricalDistribution([3, 1, 3, 2]);
  expect([...(ecdf?.values ?? [])]).toEqual([1, 2, 3]);
  expect([...(ecdf?.shares ?? [])]).toEqual([0.25, 0.5, 1]);
  expect([0.9, 1, 2.5, 3, 4].map((x) => ecdf?.at(x))).toEqual([0, 0.25, 0.5, 1, 1]);
  expectClose(ecdf?.bandHalfWidth(0.95) ?? Number.NaN, Math.sqrt(Math.log(40) / 8), EXACT);
});

test("a trimmed mean of too few values is undetermined, a share of one half is refused", () => {
  expect(trimmedMean([1, 2], { proportion: 0.49 }).status).toBe("ok");
  expect(trimmedMean([1]).status).toBe("undetermined");
  expect(() => trimmedMean([1, 2, 3], { proportion: 0.5 })).toThrow("the share to trim is 0.5");
});
