import { describe, expect, test } from "vitest";
import { goldenSeries } from "../../../test/golden/forecast-series.ts";
import { expectClose, type GoldenNumber, readGolden } from "../../../test/golden/golden.ts";
import { normals } from "../../../test/golden/notebook.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { AppError } from "../../core/errors.ts";
import { classicalDecomposition } from "./classical.ts";
import type { Decomposition } from "./decomposition.ts";
import { mstl } from "./mstl.ts";
import { statsmodelsStl, stl } from "./stl.ts";
import { strengths } from "./strength.ts";

interface Case {
  readonly series: string;
  readonly method: "classical" | "stl" | "mstl";
  readonly kind?: Decomposition["kind"];
  readonly robust?: boolean;
  readonly period: number;
  readonly step: number;
  readonly seasonalWindow?: number | "periodic";
  readonly trendWindow?: number | null;
  readonly trend: readonly GoldenNumber[];
  readonly season?: readonly GoldenNumber[];
  readonly seasons?: readonly (readonly GoldenNumber[])[];
  readonly remainder: readonly GoldenNumber[];
  readonly weights?: readonly number[] | null;
}

function expectParts(found: Decomposition, golden: Case): void {
  const values = goldenSeries(golden.series);
  const size = found.kind === "multiplicative" ? 1 : Math.max(...values.map(Math.abs));
  const expectAll = (actual: Float64Array | undefined, expected: readonly GoldenNumber[], part: string): void => {
    expect(expected.length).toBeGreaterThan(10);
    expected.forEach((value, i) => {
      expectClose(
        actual?.[i * golden.step] ?? Number.NaN,
        value,
        { relative: 1e-9, absolute: 1e-10 * size },
        `${part} ${i}`,
      );
    });
  };
  expectAll(found.trend, golden.trend, "trend");
  expectAll(found.remainder, golden.remainder, "remainder");
  for (const [i, season] of (golden.seasons ?? [golden.season ?? []]).entries())
    expectAll(found.seasons[i]?.values, season, `season ${i}`);
  if (golden.weights) expectAll(found.weights ?? undefined, golden.weights, "weights");
}

const named = ({ series, method, kind, robust, seasonalWindow }: Case): string =>
  [series, method, kind, robust === true ? "robust" : undefined, seasonalWindow]
    .filter((x) => x !== undefined)
    .join(" ");

/** Its low pass follows the period, and 24 and 168 are even. */
const { lowPassWindow: _, ...MSTL_OF_STATSMODELS } = statsmodelsStl(24, false);

describe("as statsmodels", () => {
  const { cases } = readGolden<Case>("forecast/tool_decomposition.json");
  test.each(cases.map((one) => [named(one), one] as const))("%s", (_, golden) => {
    const values = goldenSeries(golden.series);
    const { period, kind, robust = false, seasonalWindow = 7, trendWindow, method } = golden;
    if (method === "classical") {
      expectParts(okay(classicalDecomposition(values, { period, ...(kind && { kind }) })), golden);
    } else if (method === "stl") {
      const options = {
        period,
        robust,
        seasonalWindow,
        ...(trendWindow && { trendWindow }),
        ...statsmodelsStl(period, robust),
      };
      expectParts(okay(stl(values, options)), golden);
    } else {
      const periods = golden.seasons?.length === 2 ? [24, 168] : [];
      expectParts(okay(mstl(values, { periods, seasonalWindows: [11, 15], ...MSTL_OF_STATSMODELS })), golden);
    }
  });
});

describe("as R's stl and mstl", () => {
  const { cases } = readGolden<Case>("forecast/tool_decomposition_r.json");
  test.each(cases.map((one) => [named(one), one] as const))("%s", (_, golden) => {
    const { period, robust = false, seasonalWindow = 7, method, seasons = [] } = golden;
    // R's median of an even number of distances is wrong (see the README): robust fits are of odd lengths
    const values = robust ? goldenSeries(golden.series).slice(0, -1) : goldenSeries(golden.series);
    if (method === "stl") expectParts(okay(stl(values, { period, robust, seasonalWindow })), golden);
    else
      expectParts(
        okay(mstl(values, { periods: seasons.length === 2 ? [24, 168] : [PERIODS[golden.series] ?? 12] })),
        golden,
      );
  });
  const PERIODS: Readonly<Record<string, number>> = { "notebook y": 7, UKgas: 4 };
});

describe("the notebook's values", () => {
  const y = goldenSeries("notebook y");

  test("seasonal_decompose", () => {
    const { seasons, trend } = okay(classicalDecomposition(y, { period: 7 }));
    const season = [-0.120796, 4.641585, 10.311285, 4.727503, 0.737148, -9.814982, -10.481742];
    season.forEach((value, i) => {
      expect(seasons[0]?.values[i]).toBeCloseTo(value, 6);
    });
    expect(trend[3]).toBeCloseTo(100.387721243, 9);
    expect(trend[136]).toBeCloseTo(126.828723823, 9);
    expect(trend.filter(Number.isNaN)).toHaveLength(6);
  });

  test("STL and its strengths", () => {
    const found = okay(stl(y, { period: 7, ...statsmodelsStl(7, false) }));
    expect(found.trend[0]).toBeCloseTo(99.3234368288, 9);
    expect(found.trend[139]).toBeCloseTo(127.679744668, 9);
    [1.1602511899, 5.8666921935, 11.0012104141].forEach((value, i) => {
      expect(found.seasons[0]?.values[i]).toBeCloseTo(value, 7);
    });
    expect(strengths(found).trend).toBeCloseTo(0.967925, 6);
    expect(strengths(found).seasons[0]?.strength).toBeCloseTo(0.958001, 6);
  });

  test("the multiplicative season of AirPassengers", () => {
    const found = okay(classicalDecomposition(goldenSeries("AirPassengers"), { period: 12, kind: "multiplicative" }));
    [0.91023, 0.883625, 1.007366].forEach((value, i) => {
      expect(found.seasons[0]?.values[i]).toBeCloseTo(value, 6);
    });
    expect(strengths(found).seasons[0]?.strength).toBeGreaterThan(0.9);
  });
});

test("by hand: a saw tooth on a line comes apart into line and teeth", () => {
  const values = Float64Array.from({ length: 12 }, (_, i) => i + (i % 3) - 1);
  const { trend, seasons, remainder } = okay(classicalDecomposition(values, { period: 3 }));
  expect([...trend.slice(1, 11)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect([...(seasons[0]?.values ?? [])].slice(0, 3).map((x) => Math.round(x * 1e9) / 1e9)).toEqual([-1, 0, 1]);
  expect(remainder.slice(1, 11).every((x) => Math.abs(x) < 1e-12)).toBe(true);
});

test("one outlier moves a robust decomposition less", () => {
  const noise = normals(2, 70);
  const values = Float64Array.from(noise, (z, i) => 20 + 0.1 * i + 3 * Math.sin((2 * Math.PI * i) / 7) + 0.3 * z);
  const spiked = Float64Array.from(values);
  spiked[30] = 200;
  const error = (robust: boolean): number => {
    const { trend } = okay(stl(spiked, { period: 7, robust }));
    return Math.max(...trend.map((value, i) => Math.abs(value - (20 + 0.1 * i))));
  };
  expect(error(true)).toBeLessThan(0.6);
  expect(error(false)).toBeGreaterThan(2);
});

test("what cannot be taken apart says why", () => {
  const gap = Float64Array.from({ length: 40 }, (_, i) => (i === 5 ? Number.NaN : i));
  const reason = expect.stringContaining("1 of 40 steps have no value, the first at step 5");
  expect(stl(gap, { period: 7 })).toMatchObject({ status: "undetermined", reason });
  expect(mstl(gap, { periods: [7] })).toMatchObject({ status: "undetermined", reason });
  expect(classicalDecomposition(gap, { period: 7 })).toMatchObject({ status: "undetermined", reason });
  expect(stl(new Float64Array(14), { period: 7 })).toMatchObject({ status: "undetermined" });
  expect(classicalDecomposition(Float64Array.of(1, 2, 0, 4), { period: 2, kind: "multiplicative" })).toMatchObject({
    status: "undetermined",
  });
  expect(() => stl(new Float64Array(14), { period: 1.5 })).toThrow(AppError);
});

test("a period with too few cycles is left out and said; without any the trend alone is found", () => {
  const values = Float64Array.from({ length: 60 }, (_, i) => 2 * i);
  const found = okay(mstl(values, { periods: [7, 365] }));
  expect(found.seasons.map(({ period }) => period)).toEqual([7]);
  expect(found.warnings).toEqual(["period 365 is left out: 60 steps are not more than two cycles of it"]);
  const line = okay(mstl(values, { periods: [] }));
  expect(line.seasons).toEqual([]);
  line.trend.forEach((value, i) => {
    expect(value).toBeCloseTo(2 * i, 9);
  });
});

test("a constant series has no strengths", () => {
  const found = okay(stl(new Float64Array(40).fill(0.1), { period: 7 }));
  expect(strengths(found)).toEqual({ trend: null, seasons: [{ period: 7, strength: null }] });
});
