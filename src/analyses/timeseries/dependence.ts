import { autocorrelation, type Correlogram } from "../../forecast/autocorrelation/autocorrelation.ts";
import { partialAutocorrelation } from "../../forecast/autocorrelation/partial-autocorrelation.ts";
import { type Portmanteau, portmanteau } from "../../forecast/autocorrelation/portmanteau.ts";
import { dickeyFuller } from "../../forecast/stationarity/dickey-fuller.ts";
import { kpss } from "../../forecast/stationarity/kpss.ts";
import type { Inferred } from "../../stats/inference.ts";
import { plainNumbers, type Section, section } from "./section.ts";

/** Correlations by lag, from lag 1. */
export interface Lags {
  readonly lags: readonly number[];
  readonly coefficients: readonly (number | null)[];
  /** A coefficient further from 0 is beyond chance at the level. */
  readonly bounds: readonly (number | null)[];
  readonly level: number;
}

/** One test of the series or of its remainder. */
export interface SeriesTest {
  readonly name: string;
  /** What a small p-value speaks against. */
  readonly hypothesis: string;
  readonly statistic: number | null;
  readonly pValue: number | null;
  readonly lags: number | null;
  /** Why there is no answer, or what is said besides; null for nothing. */
  readonly note: string | null;
}

export type Stationarity = "level" | "line" | "wandering" | "unclear";

export interface Dependence {
  readonly acf: Section<Lags>;
  readonly pacf: Section<Lags>;
  readonly tests: readonly SeriesTest[];
  readonly stationarity: Stationarity;
}

const lagsOf = ({ coefficients, bounds, level }: Correlogram): Lags => ({
  lags: Array.from({ length: coefficients.length - 1 }, (_, i) => i + 1),
  coefficients: plainNumbers(coefficients.subarray(1)),
  bounds: plainNumbers(bounds.subarray(1)),
  level,
});

/** Correlations of the series, and tests of the series and of what trend and seasons leave. */
export function dependenceOf(
  values: Float64Array,
  remainder: Float64Array | null,
  lags: number | undefined,
): Dependence {
  const most = lags === undefined ? {} : { lags };
  const level = { adf: dickeyFuller(values, { terms: "c" }), kpss: kpss(values, { terms: "c" }) };
  const line = { adf: dickeyFuller(values, { terms: "ct" }), kpss: kpss(values, { terms: "ct" }) };
  const tests = [
    testOf("Dickey-Fuller, level", "wanders without a level", level.adf),
    testOf("KPSS, level", "stays around a level", level.kpss),
    testOf("Dickey-Fuller, line", "wanders without a line", line.adf),
    testOf("KPSS, line", "stays around a line", line.kpss),
    testOf("Ljung-Box", "no correlation between periods", portmanteau(values, most)),
  ];
  return {
    acf: section(autocorrelation(values, most), lagsOf),
    pacf: section(partialAutocorrelation(values, most), lagsOf),
    tests: remainder === null ? tests : [...tests, remainderTest(remainder, most)],
    stationarity:
      verdict(level) === "stationary" ? "level" : verdict(line) === "stationary" ? "line" : other(level, line),
  };
}

function remainderTest(remainder: Float64Array, most: { readonly lags?: number }): SeriesTest {
  const known = remainder.filter((value) => Number.isFinite(value));
  return testOf("Ljung-Box, remainder", "no correlation left in the remainder", portmanteau(known, most));
}

type Tested = Pick<Portmanteau, "statistic" | "pValue" | "lags">;

function testOf(name: string, hypothesis: string, found: Inferred<Tested>): SeriesTest {
  if (found.status === "undetermined")
    return { name, hypothesis, statistic: null, pValue: null, lags: null, note: found.reason };
  const { statistic, pValue, lags, warnings } = found as typeof found & Tested;
  return { name, hypothesis, statistic, pValue, lags, note: warnings[0] ?? null };
}

interface Pair {
  readonly adf: Inferred<Tested>;
  readonly kpss: Inferred<Tested>;
}

/** The two tests have opposite hypotheses: only together do they say something. */
function verdict({ adf, kpss: level }: Pair): "stationary" | "wandering" | "unclear" {
  if (adf.status !== "ok" || level.status !== "ok") return "unclear";
  const [noRoot, moves] = [adf.pValue < 0.05, level.pValue < 0.05];
  if (noRoot && !moves) return "stationary";
  return !noRoot && moves ? "wandering" : "unclear";
}

const other = (level: Pair, line: Pair): Stationarity =>
  verdict(level) === "wandering" && verdict(line) === "wandering" ? "wandering" : "unclear";
