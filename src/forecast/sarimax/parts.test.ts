import { describe, expect, it } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { conditionalVariance } from "./conditional-squares.ts";
import { criteriaOf } from "./criteria.ts";
import { isConstant, seasonalStrength, USUAL_TESTS } from "./difference-orders.ts";
import { invertible } from "./invertible.ts";
import { armaLags, differenced, differenceLags } from "./lag-polynomial.ts";
import { armaNames, orderName, type SarimaOrder } from "./order.ts";
import { fromPartial, rootsBeyond, toPartial } from "./stationarity.ts";
import { type Candidate, stepwiseSearch } from "./stepwise.ts";
import { hessian, minimise } from "./variable-metric.ts";

const airline: SarimaOrder = { p: 0, d: 1, q: 1, seasonalP: 0, seasonalD: 1, seasonalQ: 1, period: 4 };

describe("lag polynomials", () => {
  it("multiply the plain and the seasonal part", () => {
    const { phi, theta } = armaLags(Float64Array.of(0.5, 0.2, -0.4, 0.3), { ...airline, p: 1, seasonalP: 1 });
    expect(Array.from(phi)).toEqual([0.5, 0, 0, -0.4, 0.2]);
    expect(Array.from(theta)).toEqual([0.2, 0, 0, 0.3, 0.06]);
  });

  it("difference a series, and say what a difference lost", () => {
    expect(Array.from(differenceLags(airline))).toEqual([1, 0, 0, 1, -1]);
    const values = Float64Array.from({ length: 9 }, (_, t) => t * t);
    expect(Array.from(differenced(values, differenceLags(airline)))).toEqual([8, 8, 8, 8]);
    const gap = values.with(2, Number.NaN);
    expect(Array.from(differenced(gap, differenceLags({ d: 1, seasonalD: 0, period: 1 }))).slice(0, 4)).toEqual([
      1,
      Number.NaN,
      Number.NaN,
      7,
    ]);
  });

  it("have names", () => {
    expect(orderName(airline)).toBe("ARIMA(0,1,1)(0,1,1)[4]");
    expect(orderName({ ...airline, seasonalD: 0, seasonalQ: 0 })).toBe("ARIMA(0,1,1)");
    expect(armaNames({ ...airline, p: 2 })).toEqual(["ar1", "ar2", "ma1", "sma1"]);
  });
});

describe("stationarity", () => {
  it("partial autocorrelations give the coefficients and come back", () => {
    const partial = Float64Array.of(0.5, -0.3, 0.9);
    expect(fromPartial(partial).slice(0, 1)[0]).toBeCloseTo(0.5 * 1.3 + 0.9 * 0.3, 12);
    const back = toPartial(fromPartial(partial));
    partial.forEach((value, i) => {
      expectClose(back?.[i] ?? 0, value, { relative: 1e-12 });
    });
  });

  it("knows on which side of a circle the roots are", () => {
    expect(rootsBeyond([0.98], 1.01)).toBe(true);
    expect(rootsBeyond([0.995], 1.01)).toBe(false);
    expect(rootsBeyond([0, -0.98], 1.01)).toBe(true);
    expect(rootsBeyond([0, -0.99], 1.01)).toBe(false);
    expect(rootsBeyond([], 1.01)).toBe(true);
  });
});

describe("an invertible moving average", () => {
  it("has the reciprocal of a root within the circle", () => {
    expect(Array.from(invertible(Float64Array.of(2)))).toEqual([0.5]);
    const theta = Float64Array.of(0.5, 0);
    expect(invertible(theta)).toBe(theta);
  });

  it("keeps the autocorrelations", () => {
    const before = [1.7, -0.4, 3];
    const after = invertible(Float64Array.from(before));
    const correlations = (theta: ArrayLike<number>) => {
      const all = [1, ...Array.from(theta)];
      const at = (k: number) => all.reduce((sum, value, i) => sum + value * (all[i + k] ?? 0), 0);
      return [1, 2, 3].map((k) => at(k) / at(0));
    };
    correlations(after).forEach((value, i) => {
      expectClose(value, correlations(before)[i] as number, { relative: 1e-10 });
    });
    expect(
      rootsBeyond(
        after.map((value) => -value),
        1,
      ),
    ).toBe(true);
  });
});

describe("conditional sums of squares", () => {
  it("skip the first errors and take a missing value as predicted", () => {
    const lags = { phi: Float64Array.of(0.5), theta: new Float64Array(0) };
    expect(conditionalVariance(lags, Float64Array.of(2, 3, 1), 1)).toBe((2 * 2 + 0.5 * 0.5) / 2);
    expect(conditionalVariance(lags, Float64Array.of(2, Number.NaN, 1), 1)).toBe(0.25);
  });
});

describe("the variable metric method", () => {
  it("finds the minimum of Rosenbrock's valley, whatever the scales", () => {
    const value = ([x, y]: ArrayLike<number> & Iterable<number>) =>
      100 * ((y as number) - (x as number) ** 2) ** 2 + (1 - (x as number)) ** 2;
    for (const scales of [Float64Array.of(1, 1), Float64Array.of(0.5, 2)]) {
      const found = minimise({ value, scales }, Float64Array.of(-1.2, 1));
      expect(found.converged).toBe(true);
      expect(found.point[0]).toBeCloseTo(1, 2);
      const second = hessian({ value, scales }, Float64Array.of(1, 1));
      [802, -400, -400, 200].forEach((expected, i) => {
        expectClose(second[i] as number, expected, { relative: 1e-3 });
      });
    }
  });

  it("ends where the function does", () => {
    const value = ([x]: ArrayLike<number> & Iterable<number>) =>
      (x as number) > 1 ? Number.POSITIVE_INFINITY : -(x as number);
    expect(minimise({ value, scales: Float64Array.of(1) }, Float64Array.of(1)).point).toEqual(Float64Array.of(1));
  });

  it("stays where there is nothing to search", () => {
    const found = minimise({ value: () => 3, scales: new Float64Array(0) }, new Float64Array(0));
    expect(found).toEqual({ point: new Float64Array(0), value: 3, converged: true });
  });
});

describe("criteria", () => {
  it("count parameters, and know when values are too few for the correction", () => {
    expect(criteriaOf(100, 2, 10)).toEqual({ aic: 104, aicc: 104 + 12 / 7, bic: 100 + 2 * Math.log(10) });
    expect(criteriaOf(100, 2, 3).aicc).toBeNull();
  });
});

describe("differences", () => {
  it("are none for noise, one for a walk, none for a constant", () => {
    const noise = Float64Array.from({ length: 100 }, (_, t) => Math.sin(t * t));
    let sum = 0;
    const walk = noise.map((value) => {
      sum += value + 0.5;
      return sum;
    });
    expect(USUAL_TESTS.differences(noise)).toBe(0);
    expect(USUAL_TESTS.differences(walk)).toBe(1);
    expect(USUAL_TESTS.differences(new Float64Array(9).fill(4))).toBe(0);
    expect(isConstant(Float64Array.of(Number.NaN, 4, 4))).toBe(true);
    expect(isConstant(Float64Array.of(4, 4.001))).toBe(false);
  });

  it("are seasonal where the season is strong, gaps or not", () => {
    const values = Float64Array.from({ length: 60 }, (_, t) => (t % 6) * 2 + Math.sin(t * t));
    const gaps = values.map((value, t) => (t % 7 === 3 ? Number.NaN : value));
    for (const series of [values, gaps]) {
      expect(seasonalStrength(series, 6)).toBeGreaterThan(0.8);
      expect(USUAL_TESTS.seasonalDifferences(series, 6)).toBe(1);
    }
    const noise = Float64Array.from({ length: 60 }, (_, t) => Math.sin(t * t));
    expect(USUAL_TESTS.seasonalDifferences(noise, 6)).toBe(0);
    expect(seasonalStrength(new Float64Array(60).fill(1), 6)).toBeNull();
    expect(seasonalStrength(values.slice(0, 12), 6)).toBeNull();
  });
});

describe("the stepwise search", () => {
  const sound = () => true;
  const limits = { p: 5, q: 5, seasonalP: 2, seasonalQ: 2, constant: true, models: 94 };

  it("goes down to the best model by its neighbours, trying none twice", () => {
    const target: Candidate = { p: 3, q: 1, seasonalP: 0, seasonalQ: 2, constant: false };
    const score = ({ p, q, seasonalP, seasonalQ, constant }: Candidate) => ({
      criterion: Math.abs(p - target.p) + Math.abs(q - target.q) + seasonalP + 2 - seasonalQ + (constant ? 0.5 : 0),
      sound,
    });
    const tried = stepwiseSearch(score, limits, false);
    expect(tried[0]?.candidate).toEqual({ p: 2, q: 2, seasonalP: 1, seasonalQ: 1, constant: true });
    const best = tried.reduce((a, b) => (b.criterion < a.criterion ? b : a));
    expect(best.candidate).toEqual(target);
    expect(new Set(tried.map(({ candidate }) => JSON.stringify(candidate))).size).toBe(tried.length);
  });

  it("keeps to its limits and to the number of models", () => {
    const tried = stepwiseSearch(
      ({ p, q }) => ({ criterion: -p - q, sound }),
      { ...limits, seasonalP: 0, seasonalQ: 0, models: 9 },
      true,
    );
    expect(tried).toHaveLength(9);
    expect(tried[0]?.candidate).toMatchObject({ p: 1, q: 1 });
    expect(tried.every(({ candidate }) => candidate.seasonalP + candidate.seasonalQ === 0)).toBe(true);
  });

  it("asks only what is better whether it is sound, and does not stand on what is not", () => {
    const asked: number[] = [];
    const tried = stepwiseSearch(
      ({ p }) => ({
        criterion: Math.abs(p - 4),
        sound: () => {
          asked.push(p);
          return p < 4;
        },
      }),
      { ...limits, q: 0, seasonalP: 0, seasonalQ: 0, constant: false },
      false,
    );
    expect(asked).toEqual([2, 3, 4]);
    expect(tried.map(({ candidate }) => candidate.p)).toEqual([2, 0, 1, 3, 4]);
  });

  it("survives a series on which nothing can be estimated", () => {
    const tried = stepwiseSearch(() => ({ criterion: Number.POSITIVE_INFINITY, sound }), limits, false);
    expect(tried.every(({ criterion }) => criterion === Number.POSITIVE_INFINITY)).toBe(true);
  });
});
