import { AppError } from "../../core/errors.ts";
import { type Inferred, undetermined } from "../../stats/inference.ts";
import { type Decomposition, missingReason } from "./decomposition.ts";
import { Loess, type LoessOptions } from "./loess.ts";

/** Settings of a season-trend decomposition; the defaults are those of R's `stl` but for the window. */
export interface StlOptions {
  /** Steps of a season, at least 2. */
  readonly period: number;
  /** Cycles the season is smoothed over, odd; "periodic" for a season that does not change. Default 7. */
  readonly seasonalWindow?: number | "periodic";
  /** Steps; default the first odd number from 1.5 period / (1 - 1.5 / seasonal window). */
  readonly trendWindow?: number;
  /** Steps; default the first odd number from the period. */
  readonly lowPassWindow?: number;
  readonly seasonalDegree?: 0 | 1;
  readonly trendDegree?: 0 | 1;
  /** The curves are computed at every so many values; default a tenth of each window. */
  readonly jump?: number;
  /** Outliers count less, in 15 rounds. */
  readonly robust?: boolean;
  /** Passes within a round. */
  readonly inner?: number;
  /** Rounds after the first one; each weighs the values anew. */
  readonly outer?: number;
}

const METHOD = "STL";

/** The defaults of statsmodels' `STL`: local lines for the season, every value computed, more passes, a wider low pass. */
export function statsmodelsStl(
  period: number,
  robust: boolean,
): Required<Pick<StlOptions, "seasonalDegree" | "jump" | "inner" | "lowPassWindow">> {
  return { seasonalDegree: 1, jump: 1, inner: robust ? 2 : 5, lowPassWindow: oddWindow(period + 1) };
}

/**
 * Season and trend by local regression (Cleveland, Cleveland, McRae, Terpenning 1990), robust or not. Undetermined with
 * missing values or without more than two whole cycles.
 * @throws AppError USAGE for a period that is not a whole number of at least 2
 */
export function stl(values: Float64Array, options: StlOptions): Inferred<Decomposition> {
  const n = values.length;
  const { period, robust = false } = options;
  if (!Number.isInteger(period) || period < 2)
    throw new AppError("USAGE", `a period is a whole number of steps from 2, not ${period}`);
  const missing = missingReason(values);
  if (missing !== null) return undetermined(METHOD, n, missing);
  if (n <= 2 * period) return undetermined(METHOD, n, `${n} steps are not more than two cycles of ${period}`);
  const work = new Stl(values, options);
  const outer = options.outer ?? (robust ? 15 : 0);
  for (let round = 0; round <= outer; round++) {
    if (round > 0) work.reweigh();
    work.pass(options.inner ?? (robust ? 1 : 2));
  }
  const season = options.seasonalWindow === "periodic" ? cycleMeans(work.season, period) : work.season;
  return {
    status: "ok",
    method: robust ? "STL, robust" : METHOD,
    n,
    assumptions: ["season and trend change slowly"],
    warnings: [],
    kind: "additive",
    trend: work.trend,
    seasons: [{ period, values: season }],
    remainder: values.map((y, i) => y - (season[i] as number) - (work.trend[i] as number)),
    weights: work.weights,
  };
}

/** The first odd number from `width`, at least 3. */
export function oddWindow(width: number): number {
  const whole = Math.max(3, Math.round(width));
  return whole % 2 === 0 ? whole + 1 : whole;
}

function cycleMeans(season: Float64Array, period: number): Float64Array {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let i = 0; i < season.length; i++) {
    const phase = i % period;
    sums[phase] = (sums[phase] as number) + (season[i] as number);
    counts[phase] = (counts[phase] as number) + 1;
  }
  return season.map((_, i) => (sums[i % period] as number) / (counts[i % period] as number));
}

/** The state of the procedure. */
class Stl {
  readonly season: Float64Array;
  readonly trend: Float64Array;
  weights: Float64Array | null = null;
  readonly #y: Float64Array;
  readonly #period: number;
  readonly #seasonal: LoessOptions;
  readonly #trend: LoessOptions;
  readonly #lowPass: LoessOptions;

  constructor(y: Float64Array, options: StlOptions) {
    const n = y.length;
    const { period, seasonalWindow = 7, trendDegree = 1, jump } = options;
    this.#y = y;
    this.#period = period;
    this.season = new Float64Array(n);
    this.trend = new Float64Array(n);
    const periodic = seasonalWindow === "periodic";
    const window = periodic ? 10 * n + 1 : oddWindow(seasonalWindow);
    const make = (width: number, degree: 0 | 1): LoessOptions => ({
      window: width,
      degree,
      jump: jump ?? Math.ceil(width / 10),
    });
    this.#seasonal = make(window, periodic ? 0 : (options.seasonalDegree ?? 0));
    const width = options.trendWindow ?? Math.ceil((1.5 * period) / (1 - 1.5 / window));
    this.#trend = make(oddWindow(width), trendDegree);
    this.#lowPass = make(oddWindow(options.lowPassWindow ?? period), trendDegree);
  }

  pass(times: number): void {
    const [n, period] = [this.#y.length, this.#period];
    for (let pass = 0; pass < times; pass++) {
      const cycles = this.#cycleSubseries(this.#y.map((y, i) => y - (this.trend[i] as number)));
      const level = new Loess(lowPassed(cycles, period), this.#lowPass).smooth();
      for (let i = 0; i < n; i++) this.season[i] = (cycles[i + period] as number) - (level[i] as number);
      const adjusted = this.#y.map((y, i) => y - (this.season[i] as number));
      new Loess(adjusted, this.#trend, this.weights).smooth(this.trend);
    }
  }

  /** Each phase of the season smoothed from one cycle before the first to one after the last. */
  #cycleSubseries(detrended: Float64Array): Float64Array {
    const [n, period] = [detrended.length, this.#period];
    const all = new Float64Array(n + 2 * period);
    for (let phase = 0; phase < period; phase++) {
      const count = Math.floor((n - 1 - phase) / period) + 1;
      const at = (source: Float64Array): Float64Array =>
        Float64Array.from({ length: count }, (_, i) => source[phase + i * period] as number);
      const loess = new Loess(at(detrended), this.#seasonal, this.weights === null ? null : at(this.weights));
      const smooth = loess.smooth();
      const [before, after] = [loess.before(), loess.after()];
      all[phase] = Number.isNaN(before) ? (smooth[0] as number) : before;
      smooth.forEach((value, i) => {
        all[phase + (i + 1) * period] = value;
      });
      all[phase + (count + 1) * period] = Number.isNaN(after) ? (smooth[count - 1] as number) : after;
    }
    return all;
  }

  /** Bisquare weights by the distance from the fit in units of six median distances. */
  reweigh(): void {
    const distance = this.#y.map((y, i) => Math.abs(y - (this.season[i] as number) - (this.trend[i] as number)));
    const sorted = Float64Array.from(distance).sort();
    const half = Math.floor(sorted.length / 2);
    const rounding = 1e-12 * this.#y.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
    const limit = 3 * ((sorted[half] as number) + (sorted[sorted.length - half - 1] as number));
    this.weights = distance.map((r) => {
      if (r <= Math.max(0.001 * limit, rounding)) return 1;
      return r <= 0.999 * limit ? (1 - (r / limit) ** 2) ** 2 : 0;
    });
  }
}

/** Two moving averages over a period, then one over three. */
function lowPassed(values: Float64Array, period: number): Float64Array {
  return movingAverage(movingAverage(movingAverage(values, period), period), 3);
}

function movingAverage(values: Float64Array, width: number): Float64Array {
  const result = new Float64Array(values.length - width + 1);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i] as number;
    if (i >= width) sum -= values[i - width] as number;
    if (i >= width - 1) result[i - width + 1] = sum / width;
  }
  return result;
}
