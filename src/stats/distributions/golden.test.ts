import { expect, test } from "vitest";
import { expectClose, type GoldenNumber, number, readGolden } from "../../../test/golden/golden.ts";
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

interface Parametrised {
  readonly distribution: keyof typeof FAMILIES;
  readonly parameters: readonly number[];
}

interface Case extends Parametrised {
  readonly x: number;
  readonly logPdf: GoldenNumber;
  readonly cdf: GoldenNumber;
  readonly sf: GoldenNumber;
  readonly logCdf: GoldenNumber;
  readonly logSf: GoldenNumber;
}

const FAMILIES = {
  beta: (a = 0, b = 0) => beta(a, b),
  binomial: (n = 0, p = 0) => binomial(n, p),
  chiSquared: (df = 0) => chiSquared(df),
  exponential: (rate = 0) => exponential(rate),
  fisherF: (df1 = 0, df2 = 0) => fisherF(df1, df2),
  gamma: (shape = 0, scale = 0) => gamma(shape, scale),
  geometric: (p = 0) => geometric(p),
  hypergeometric: (population = 0, successes = 0, draws = 0) => hypergeometric({ population, successes, draws }),
  logNormal: (mu = 0, sigma = 0) => logNormal(mu, sigma),
  negativeBinomial: (r = 0, p = 0) => negativeBinomial(r, p),
  noncentralChiSquared: (df = 0, ncp = 0) => noncentralChiSquared(df, ncp),
  noncentralF: (df1 = 0, df2 = 0, ncp = 0) => noncentralF(df1, df2, ncp),
  noncentralT: (df = 0, ncp = 0) => noncentralT(df, ncp),
  normal: (mean = 0, sd = 0) => normal(mean, sd),
  poisson: (mean = 0) => poisson(mean),
  studentT: (df = 0) => studentT(df),
  studentizedRange: (groups = 0, df = 0) => studentizedRange(groups, df),
  weibull: (shape = 0, scale = 0) => weibull(shape, scale),
};

const DISCRETE = new Set(["binomial", "geometric", "hypergeometric", "negativeBinomial", "poisson"]);

/** Below it a probability has fewer digits than the tolerance asks; its logarithm is compared. */
const SMALLEST = 1e-300;

const goldens = ["continuous", "discrete", "noncentral", "studentized_range"].flatMap(
  (name) => readGolden<Case>(`distributions/${name}.json`).cases,
);

type Moment = "mean" | "variance" | "skewness" | "excessKurtosis";

function distributionOf({ distribution, parameters }: Parametrised): Distribution {
  return FAMILIES[distribution](...(parameters as [number]));
}

test.each(Object.keys(FAMILIES))("%s: densities and both tails down to 1e-300, with their logarithms", (family) => {
  const cases = goldens.filter(({ distribution }) => distribution === family);
  expect(cases.length).toBeGreaterThan(10);
  for (const one of cases) {
    const found = distributionOf(one);
    const about = `${family}(${one.parameters.join(", ")}) at ${one.x}:`;
    const { x } = one;
    expectClose(found.logPdf(x), one.logPdf, { relative: 1e-11, absolute: 1e-11 }, `${about} logPdf`);
    for (const [name, logName] of [
      ["cdf", "logCdf"],
      ["sf", "logSf"],
    ] as const) {
      if (number(one[name]) > SMALLEST) expectClose(found[name](x), one[name], { relative: 1e-11 }, `${about} ${name}`);
      // where the probability rounds to 1 so may its logarithm to 0
      expectClose(found[logName](x), one[logName], { relative: 1e-11, absolute: 1e-15 }, `${about} ${logName}`);
    }
  }
});

test.each(Object.keys(FAMILIES))("%s: quantiles from the smaller tail", (family) => {
  for (const one of goldens.filter(({ distribution }) => distribution === family)) {
    const found = distributionOf(one);
    const about = `${family}(${one.parameters.join(", ")}) quantile at ${one.x}`;
    const [lower, upper] = [number(one.cdf), number(one.sf)];
    if (Math.min(lower, upper) < SMALLEST) continue;
    if (DISCRETE.has(family)) {
      // a little inside the step at x, so that rounding does not decide
      const place = lower < upper ? found.quantile(lower * (1 - 1e-9)) : found.upperQuantile(upper * (1 + 1e-9));
      expect(place, about).toBe(one.x);
    } else {
      const place = lower < upper ? found.quantile(lower) : found.upperQuantile(upper);
      expectClose(place, one.x, { relative: 1e-9 }, about);
    }
  }
});

const MOMENTS: readonly Moment[] = ["mean", "variance", "skewness", "excessKurtosis"];

test("moments, where they are finite", () => {
  const { cases } = readGolden<Parametrised & Partial<Record<Moment, GoldenNumber>>>("distributions/moments.json");
  expect(cases.length).toBeGreaterThan(50);
  for (const one of cases) {
    const found = distributionOf(one);
    for (const moment of MOMENTS) {
      const expected = one[moment];
      if (typeof expected !== "number") continue;
      // third and fourth moments are differences of raw ones where no closed form is used, in SciPy too
      const about = `${moment} of ${one.distribution}(${one.parameters.join(", ")})`;
      expectClose(found[moment], expected, { relative: 1e-9, absolute: 1e-12 }, about);
    }
  }
});

test("moments that do not exist are NaN, those that diverge are infinite", () => {
  const moments = (found: Distribution): number[] => MOMENTS.map((moment) => found[moment]);
  expect(moments(studentT(1))).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  expect(moments(studentT(2))).toEqual([0, Infinity, Number.NaN, Number.NaN]);
  expect(moments(studentT(3.5))).toEqual([0, 3.5 / 1.5, 0, Infinity]);
  expect(moments(fisherF(3, 4))).toEqual([2, Infinity, Number.NaN, Number.NaN]);
  expect(moments(noncentralT(2, 1)).slice(1)).toEqual([Infinity, Number.NaN, Number.NaN]);
  expect(moments(noncentralF(3, 4, 1)).slice(1)).toEqual([Infinity, Number.NaN, Number.NaN]);
  expect(moments(studentizedRange(3, 1)).slice(0, 2)).toEqual([Infinity, Number.NaN]);
  expect(binomial(5, 0).skewness).toBeNaN();
});
