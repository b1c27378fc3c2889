import type { Rng } from "../../core/rng.ts";
import { quantileOfSorted } from "../../stats/descriptive/quantile.ts";
import { normal } from "../../stats/distributions/normal.ts";
import { poissonDraw } from "../../stats/distributions/poisson.ts";
import { uniformDraw } from "../../stats/distributions/uniform-draw.ts";
import type { ForecastInterval } from "../forecaster.ts";
import { lineAt, type Trend, trendOfLine } from "./trend.ts";

/** What is needed of each future step, on the model's scale of values. */
export interface FutureSteps {
  readonly t: Float64Array;
  readonly cap: Float64Array;
  /** What multiplies the trend. */
  readonly factor: Float64Array;
  /** What is added to it. */
  readonly added: Float64Array;
}

export interface Simulation {
  readonly trend: Trend;
  readonly sigma: number;
  readonly samples: number;
  readonly levels: readonly number[];
  readonly rng: Rng;
}

/**
 * Intervals between quantiles of simulated futures: after the history the rate goes on changing as often as there are
 * changepoints, by draws of a Laplace distribution with the mean size of the changes seen, and every value has noise.
 * The noise is stratified: at each step the futures share out the quantiles of a normal distribution between them.
 */
export function simulatedIntervals(steps: FutureSteps, simulation: Simulation): readonly ForecastInterval[] {
  const { trend, sigma, samples, levels, rng } = simulation;
  const { t, cap, factor, added } = steps;
  const futures = Array.from({ length: samples }, () => new FutureChanges(trend, t.at(-1) ?? 0, rng));
  const intervals = levels.map((level) => ({
    level,
    low: new Float64Array(t.length),
    high: new Float64Array(t.length),
  }));
  const standard = normal();
  const noise = Float64Array.from({ length: samples }, (_, s) => sigma * standard.quantile((s + 0.5) / samples));
  const column = new Float64Array(samples);
  for (let i = 0; i < t.length; i++) {
    const line = lineAt(trend, t[i] as number);
    const turn = Math.floor(rng() * samples);
    for (let s = 0; s < samples; s++) {
      const bent = line + (futures[s] as FutureChanges).bendAt(t[i] as number);
      const value = trendOfLine(trend.growth, bent, cap[i] as number) * (factor[i] as number) + (added[i] as number);
      column[s] = value + (noise[(s + turn) % samples] as number);
    }
    column.sort();
    for (const { level, low, high } of intervals) {
      low[i] = quantileOfSorted(column, (1 - level) / 2) as number;
      high[i] = quantileOfSorted(column, (1 + level) / 2) as number;
    }
  }
  return intervals;
}

/** Changes of rate after the history, walked through in the order of time. */
class FutureChanges {
  readonly #places: Float64Array;
  readonly #changes: Float64Array;
  #passed = 0;
  #slope = 0;
  #shift = 0;

  constructor({ growth, changepoints, changes }: Trend, end: number, rng: Rng) {
    const beyond = growth === "flat" || end <= 1 ? 0 : end - 1;
    const count = beyond > 0 && changepoints.length > 0 ? poissonDraw(changepoints.length * beyond, rng) : 0;
    const scale = Array.from(changes, Math.abs).reduce((sum, size) => sum + size, 0) / changes.length;
    this.#places = Float64Array.from({ length: count }, () => 1 + uniformDraw(rng) * beyond).sort();
    this.#changes = Float64Array.from({ length: count }, () => laplaceDraw(scale, rng));
  }

  /** What the changes up to a time add to the line then. @param t not before the one asked last */
  bendAt(t: number): number {
    while (this.#passed < this.#places.length && (this.#places[this.#passed] as number) < t) {
      const change = this.#changes[this.#passed] as number;
      this.#slope += change;
      this.#shift += change * (this.#places[this.#passed] as number);
      this.#passed++;
    }
    return this.#slope * t - this.#shift;
  }
}

function laplaceDraw(scale: number, rng: Rng): number {
  const side = rng() < 0.5 ? -scale : scale;
  return -side * Math.log(uniformDraw(rng));
}
