import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "../../core/errors.ts";
import { createRng } from "../../core/rng.ts";
import { beta } from "./beta.ts";
import { binomial } from "./binomial.ts";
import { chiSquared } from "./chi-squared.ts";
import type { Distribution } from "./distribution.ts";
import { exponential } from "./exponential.ts";
import { fisherF } from "./fisher-f.ts";
import { gamma } from "./gamma.ts";
import { geometric } from "./geometric.ts";
import { hypergeometric } from "./hypergeometric.ts";
import { logNormal } from "./log-normal.ts";
import { negativeBinomial } from "./negative-binomial.ts";
import { noncentralChiSquared } from "./noncentral-chi-squared.ts";
import { noncentralF } from "./noncentral-f.ts";
import { noncentralT } from "./noncentral-t.ts";
import { normal } from "./normal.ts";
import { poisson } from "./poisson.ts";
import { studentT } from "./student-t.ts";
import { studentizedRange } from "./studentized-range.ts";
import { weibull } from "./weibull.ts";

/** A positive parameter over many sizes. */
const size = (low: number, high: number): fc.Arbitrary<number> =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });

const CONTINUOUS: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  normal: fc.tuple(fc.double({ min: -1e3, max: 1e3, noNaN: true }), size(1e-3, 1e3)).map(([m, s]) => normal(m, s)),
  studentT: size(0.2, 1e6).map(studentT),
  fisherF: fc.tuple(size(0.3, 1e4), size(0.3, 1e4)).map(([a, b]) => fisherF(a, b)),
  chiSquared: size(0.1, 1e6).map(chiSquared),
  beta: fc.tuple(size(0.1, 1e4), size(0.1, 1e4)).map(([a, b]) => beta(a, b)),
  gamma: fc.tuple(size(0.1, 1e6), size(1e-3, 1e3)).map(([a, s]) => gamma(a, s)),
  logNormal: fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), size(0.05, 5)).map(([m, s]) => logNormal(m, s)),
  exponential: size(1e-3, 1e3).map(exponential),
  weibull: fc.tuple(size(0.2, 20), size(1e-3, 1e3)).map(([c, s]) => weibull(c, s)),
};

const NUMERIC: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  noncentralT: fc
    .tuple(size(1, 1e4), fc.double({ min: -10, max: 10, noNaN: true }))
    .map(([df, d]) => noncentralT(df, d)),
  noncentralChiSquared: fc.tuple(size(0.5, 1e3), size(1e-3, 1e3)).map(([df, l]) => noncentralChiSquared(df, l)),
  noncentralF: fc
    .tuple(size(0.5, 1e3), size(0.5, 1e3), size(1e-3, 500))
    .map(([df1, df2, ncp]) => noncentralF(df1, df2, ncp)),
  studentizedRange: fc.tuple(fc.integer({ min: 2, max: 30 }), size(1, 1e3)).map(([k, df]) => studentizedRange(k, df)),
};

const DISCRETE: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  binomial: fc.tuple(fc.integer({ min: 1, max: 5000 }), share).map(([n, p]) => binomial(n, p)),
  negativeBinomial: fc.tuple(size(0.1, 1e3), share).map(([r, p]) => negativeBinomial(r, p)),
  poisson: size(0.01, 1e5).map(poisson),
  geometric: share.map(geometric),
  hypergeometric: fc
    .tuple(fc.integer({ min: 2, max: 3000 }), share, share)
    .map(([population, s, d]) =>
      hypergeometric({ population, successes: Math.ceil(population * s), draws: Math.ceil(population * d) }),
    ),
};

const all = Object.entries({ ...CONTINUOUS, ...NUMERIC, ...DISCRETE });
const runsOf = (name: string): number => (name === "studentizedRange" ? 4 : name in NUMERIC ? 15 : 100);

test.each(all)("%s: tails add up to 1, rise and fall, and equal their logarithms", (name, distributions) => {
  fc.assert(
    fc.property(distributions, share, share, (found, p1, p2) => {
      const [low = 0, high = 0] = [found.quantile(p1), found.quantile(p2)].sort((a, b) => a - b);
      expect(found.cdf(low)).toBeLessThanOrEqual(found.cdf(high) * (1 + 1e-12));
      expect(found.sf(high)).toBeLessThanOrEqual(found.sf(low) * (1 + 1e-12));
      for (const x of [low, high]) {
        expect(Math.abs(found.cdf(x) + found.sf(x) - 1)).toBeLessThan(1e-12);
        expect(Math.abs(Math.exp(found.logCdf(x)) - found.cdf(x))).toBeLessThan(1e-12);
        expect(Math.abs(Math.exp(found.logSf(x)) - found.sf(x))).toBeLessThan(1e-12);
        expect(found.pdf(x)).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: runsOf(name) },
  );
});

test.each(Object.entries({ ...CONTINUOUS, ...NUMERIC }))(
  "%s: quantiles turn both tails back, far out too",
  (name, distributions) => {
    fc.assert(
      fc.property(distributions, size(1e-100, 0.49), (found, p) => {
        const low = found.quantile(p);
        const high = found.upperQuantile(p);
        if (Math.abs(low) > 1e-290 && low > -1e290) expect(Math.abs(found.cdf(low) / p - 1)).toBeLessThan(1e-9);
        // what lies within rounding of 1 or of the mean cannot be told apart
        if (high < 1e290 && name !== "beta" && name !== "normal") {
          expect(Math.abs(found.sf(high) / p - 1)).toBeLessThan(1e-9);
        }
        expect(high).toBeGreaterThanOrEqual(low);
      }),
      { numRuns: runsOf(name) },
    );
  },
);

test.each(Object.entries(CONTINUOUS))("%s: the density is the slope of the distribution", (_, distributions) => {
  fc.assert(
    fc.property(distributions, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (found, p) => {
      const step = 1e-5;
      const [left, right] = [found.quantile(p - step), found.quantile(p + step)];
      const middle = found.quantile(p);
      // Simpson's rule over the interval
      const area = ((right - left) / 6) * (found.pdf(left) + 4 * found.pdf((left + right) / 2) + found.pdf(right));
      fc.pre((right - left) / Math.abs(middle) > 1e-9);
      expect(Math.abs(area / (2 * step) - 1)).toBeLessThan(1e-5);
    }),
  );
});

test.each(Object.entries(DISCRETE))(
  "%s: masses are the steps of both tails, quantiles their places",
  (_, distributions) => {
    fc.assert(
      fc.property(distributions, share, (found, p) => {
        const k = found.quantile(p);
        expect(found.cdf(k)).toBeGreaterThanOrEqual(p);
        expect(found.cdf(k - 1)).toBeLessThan(p);
        expect(Math.abs(found.cdf(k) - found.cdf(k - 1) - found.pdf(k))).toBeLessThan(1e-12);
        expect(Math.abs(found.sf(k - 1) - found.sf(k) - found.pdf(k))).toBeLessThan(1e-12);
        expect(found.quantile(found.cdf(k))).toBe(k);
        expect(found.upperQuantile(found.sf(k))).toBe(k);
        expect(found.cdf(k + 0.5)).toBe(found.cdf(k));
        expect(found.pdf(k + 0.5)).toBe(0);
      }),
    );
  },
);

test("relations between families", () => {
  // below this a double holds fewer digits, and in the end none
  const close = (a: number, b: number): void =>
    expect(a < 1e-290 && b < 1e-290 ? 0 : Math.abs(a / b - 1)).toBeLessThan(1e-11);
  fc.assert(
    fc.property(size(0.5, 500), size(0.5, 500), size(0.01, 30), (a, b, x) => {
      close(fisherF(1, a).sf(x * x), 2 * studentT(a).sf(x));
      close(fisherF(a, b).sf(x), fisherF(b, a).cdf(1 / x));
      // 1 - share is exact
      const share = Math.round((x / (1 + x)) * 2 ** 30) / 2 ** 30;
      close(beta(a, b).cdf(share), beta(b, a).sf(1 - share));
      close(studentT(a).cdf(-x), studentT(a).sf(x));
      close(gamma(a, b).cdf(x * a * b), gamma(a).cdf(x * a));
      close(gamma(1, b).sf(x * b), exponential(1 / b).sf(x * b));
      close(chiSquared(1).sf(x), 2 * normal().sf(Math.sqrt(x)));
      close(logNormal(1, 2).sf(x), normal(1, 2).sf(Math.log(x)));
    }),
  );
  for (const k of [1, 3, 10]) {
    close(poisson(4).sf(k - 1), gamma(k).cdf(4));
    close(geometric(0.3).sf(k), negativeBinomial(1, 0.3).sf(k - 1));
    const few = hypergeometric({ population: 1e9, successes: 3e8, draws: 20 });
    expect(Math.abs(few.pdf(k) / binomial(20, 0.3).pdf(k) - 1)).toBeLessThan(1e-6);
  }
  for (const q of [0.1, 2, 9]) close(studentizedRange(2, 7).sf(q), 2 * studentT(7).sf(q / Math.SQRT2));
});

test("no noncentrality is the central distribution, and a little of it is near", () => {
  const close = (a: number, b: number): void => expect(Math.abs(a / b - 1)).toBeLessThan(1e-9);
  close(noncentralT(7, 1e-12).sf(2), studentT(7).sf(2));
  close(noncentralChiSquared(3, 1e-12).sf(2), chiSquared(3).sf(2));
  close(noncentralF(3, 9, 1e-12).sf(2), fisherF(3, 9).sf(2));
  expect(noncentralT(7, 0).sf(2)).toBe(studentT(7).sf(2));
  expect(studentT(Infinity).sf(2)).toBe(normal().sf(2));
});

test("ends of the support, and what lies beyond", () => {
  for (const [, distributions] of all) {
    const [found] = fc.sample(distributions, { numRuns: 1, seed: 3 });
    expect(found?.cdf(-Infinity)).toBe(0);
    expect(found?.sf(-Infinity)).toBe(1);
    expect(found?.cdf(Infinity)).toBe(1);
    expect(found?.sf(Infinity)).toBe(0);
    expect(found?.logSf(Infinity)).toBe(-Infinity);
    expect(found?.pdf(-Infinity)).toBe(0);
    expect(found?.pdf(Infinity)).toBe(0);
    for (const method of ["pdf", "cdf", "sf", "logPdf", "logCdf", "logSf"] as const) {
      expect(found?.[method](Number.NaN), method).toBeNaN();
    }
    expect(found?.quantile(0)).toBe(found?.upperQuantile(1));
    expect(found?.quantile(1)).toBe(found?.upperQuantile(0));
    expect(() => found?.quantile(Number.NaN)).toThrow(AppError);
    expect(() => found?.upperQuantile(1.1)).toThrow(AppError);
  }
});

test.each([
  () => normal(0, 0),
  () => normal(Number.NaN),
  () => studentT(-1),
  () => fisherF(1, Number.NaN),
  () => beta(0, 1),
  () => binomial(2.5, 0.5),
  () => binomial(3, 1.5),
  () => poisson(-1),
  () => geometric(0),
  () => negativeBinomial(1, 1),
  () => hypergeometric({ population: 5, successes: 6, draws: 1 }),
  () => noncentralT(3, Infinity),
  () => noncentralF(3, 4, -1),
  () => studentizedRange(1, 5),
])("parameters outside of their range: %s", (make) => {
  expect(make).toThrow(AppError);
});

test("the same seed gives the same draws", () => {
  for (const [, distributions] of all) {
    const [found] = fc.sample(distributions, { numRuns: 1, seed: 5 });
    const draws = (): unknown[] => {
      const rng = createRng(11);
      return Array.from({ length: 20 }, () => found?.sample(rng));
    };
    expect(draws()).toEqual(draws());
  }
});
