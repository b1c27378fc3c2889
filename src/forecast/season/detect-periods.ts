import { fisherF } from "../../stats/distributions/fisher-f.ts";
import { type Inferred, undetermined } from "../../stats/inference.ts";
import { autocorrelation, refusal } from "../autocorrelation/autocorrelation.ts";
import { periodogram } from "../autocorrelation/spectrum.ts";
import { centredMean, phaseMeans } from "../decomposition/classical.ts";

export interface DetectPeriodsOptions {
  /** Periods to look at, such as those of a calendar; default: whatever spectrum and autocorrelation show. */
  readonly candidates?: readonly number[];
  /** Default 3. */
  readonly most?: number;
}

export interface DetectedPeriod {
  /** In steps. */
  readonly period: number;
  /** Autocorrelation one period apart, without trend and the shorter periods found before. */
  readonly correlation: number;
  /** Share of the variance without trend that the means of the phases explain. */
  readonly share: number;
  /** Of equal phases, by an F test. */
  readonly pValue: number;
}

interface FoundSeason {
  readonly found: DetectedPeriod;
  readonly phases: Float64Array;
}

const METHOD = "periods by spectrum and autocorrelation";
/** Noise that is correlated makes the F test too sure of itself; by far fewer than 1 in 100 wandering series pass with this. */
const LEVEL = 1e-4;

/**
 * Seasonal periods, shortest first. One at a time: peaks of the periodogram that lie on a hill of the autocorrelation (Vlachos,
 * Yu, Castelli 2005) or the candidates, each tested by the means of its phases without trend; then the season found is taken
 * out and the rest is searched again. At least three cycles are needed. Undetermined with missing or equal values.
 */
export function detectPeriods(
  values: Float64Array,
  { candidates, most = 3 }: DetectPeriodsOptions = {},
): Inferred<{ readonly periods: readonly DetectedPeriod[] }> {
  const n = values.length;
  const refused = refusal(values);
  if (refused !== null) return undetermined(METHOD, n, refused);
  const longest = Math.floor(n / 3);
  let rest = withoutLine(values);
  const periods: DetectedPeriod[] = [];
  while (periods.length < most) {
    const lags = (candidates ?? hills(rest, longest)).filter(
      (lag) =>
        Number.isInteger(lag) && lag >= 2 && lag <= longest && !periods.some(({ period }) => shadows(period, lag)),
    );
    const next = choose(
      lags.flatMap((lag) => season(rest, lag) ?? []),
      candidates !== undefined,
    );
    if (next === null) break;
    periods.push(next.found);
    rest = rest.map((value, i) => value - (next.phases[i % next.found.period] as number));
  }
  const sorted = periods.sort((a, b) => a.period - b.period);
  return { status: "ok", method: METHOD, n, assumptions: [], warnings: [], periods: sorted };
}

/** True beside a period found or beside a small multiple of it: what is left of a season that changes its size shows there. */
function shadows(period: number, lag: number): boolean {
  const times = Math.round(lag / period);
  if (times === 1) return Math.abs(lag - period) <= Math.max(1, 0.02 * period);
  return times <= 5 && lag !== times * period && Math.abs(lag - times * period) <= 1;
}

/** The shortest candidate; of lags the best one near the shortest that is nearly as correlated as the strongest. */
function choose(tested: readonly FoundSeason[], areCandidates: boolean): FoundSeason | null {
  const sorted = [...tested].sort((a, b) => a.found.period - b.found.period);
  const [first] = sorted;
  if (first === undefined || areCandidates) return first ?? null;
  const strongest = Math.max(...sorted.map(({ found }) => found.correlation));
  const shortest = sorted.find(({ found }) => found.correlation >= 0.7 * strongest) ?? first;
  return sorted
    .filter(({ found }) => Math.abs(found.period - shortest.found.period) <= 2)
    .reduce((best, one) => (one.found.correlation > best.found.correlation ? one : best), shortest);
}

function withoutLine(values: Float64Array): Float64Array {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const middle = (n - 1) / 2;
  const slope = values.reduce((sum, value, t) => sum + (t - middle) * value, 0) / ((n * (n * n - 1)) / 12);
  return values.map((value, t) => value - mean - slope * (t - middle));
}

/** The season of a period, or null when its phases do not differ beyond chance. */
function season(values: Float64Array, period: number): FoundSeason | null {
  const trend = centredMean(values, period);
  const detrended = values.map((value, i) => value - (trend[i] as number));
  const phases = phaseMeans(detrended, period);
  const known = detrended.filter((value) => !Number.isNaN(value));
  const half = detrended.findIndex((value) => !Number.isNaN(value));
  const total = known.reduce((sum, value) => sum + value * value, 0);
  const left = known.reduce((sum, value, i) => sum + (value - (phases[(i + half) % period] as number)) ** 2, 0);
  const [df1, df2] = [period - 1, known.length - period];
  const correlogram = autocorrelation(known, { lags: period });
  if (df2 < 1 || !(total > 0) || correlogram.status !== "ok") return null;
  const pValue = left > 0 ? fisherF(df1, df2).sf((total - left) / df1 / (left / df2)) : 0;
  const correlation = correlogram.coefficients[period] ?? 0;
  if (pValue > LEVEL || correlation < 1.96 / Math.sqrt(known.length)) return null;
  return { found: { period, correlation, share: 1 - left / total, pValue }, phases };
}

/** Lags at which the autocorrelation has a local maximum near a period of which the spectrum has a peak. */
function hills(values: Float64Array, longest: number): readonly number[] {
  const n = values.length;
  const found = autocorrelation(values, { lags: Math.min(longest + 1, n - 1) });
  if (found.status !== "ok") return [];
  const r = (lag: number): number => found.coefficients[lag] ?? Number.NEGATIVE_INFINITY;
  const isHill = (lag: number): boolean => r(lag) > 0 && r(lag) > r(lag - 1) && r(lag) >= r(lag + 1);
  const lags = new Set<number>();
  for (const period of peaks(values)) {
    const [low, high] = [Math.floor(n / (n / period + 1)), Math.ceil(n / Math.max(1, n / period - 1))];
    let best = 0;
    for (let lag = Math.max(2, low); lag <= Math.min(high, longest); lag++)
      if (isHill(lag) && (best === 0 || r(lag) > r(best))) best = lag;
    if (best > 0) for (const lag of [best - 1, best, best + 1]) lags.add(lag);
  }
  return [...lags];
}

/** Periods of the 30 strongest peaks of the periodogram beyond the 99 % of its largest value under noise. */
function peaks(values: Float64Array): readonly number[] {
  const { power, size } = periodogram(values);
  const sorted = Float64Array.from(power).sort();
  const mean = (sorted[Math.floor(sorted.length / 2)] as number) / Math.LN2;
  const limit = mean * Math.log(values.length / 2 / 0.01);
  const at = (k: number): number => power[k] ?? 0;
  return Array.from({ length: power.length - 1 }, (_, k) => k + 1)
    .filter((k) => at(k) > limit && at(k) > at(k - 1) && at(k) >= at(k + 1))
    .sort((a, b) => at(b) - at(a))
    .slice(0, 30)
    .map((k) => size / k);
}
