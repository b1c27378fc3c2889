import { test } from "vitest";
import type { Rng } from "../../../src/core/rng.ts";
import { seasonalAutoregressions } from "../../../src/forecast/autoregression/seasonal-autoregressions.ts";
import { coverage } from "../../../src/forecast/backtest/accuracy.ts";
import { automatic } from "../../../src/forecast/choice/automatic.ts";
import { combination } from "../../../src/forecast/choice/combination.ts";
import { remembered } from "../../../src/forecast/choice/remembered.ts";
import { ets } from "../../../src/forecast/ets/ets.ts";
import type { Forecaster } from "../../../src/forecast/forecaster.ts";
import { CHOOSING_FOLDS } from "../../../src/forecast/judge/models.ts";
import { drift, seasonalNaive } from "../../../src/forecast/naive/lag-walk.ts";
import { sarimax } from "../../../src/forecast/sarimax/sarimax.ts";
import { theta } from "../../../src/forecast/theta/theta.ts";
import { okay } from "../../golden/ok-answer.ts";
import { expectMean, normalSample, type Trial } from "./simulate.ts";

const LEVELS = [0.8, 0.95];

const rounded = (share: number): number => Number(share.toFixed(3));

interface Simulated {
  readonly name: string;
  readonly seed: number;
  readonly repetitions: number;
  readonly files: readonly string[];
  readonly periods?: readonly number[];
  /** Values fitted to, and steps forecast. */
  readonly n: number;
  readonly steps: number;
  readonly model: Forecaster;
  readonly process: (rng: Rng, length: number) => Float64Array;
  /** Largest distance of the shares from the levels, below and above. */
  readonly below: number;
  readonly above: number;
}

/** Records the share of future values inside the intervals of 80 and 95 %, over all steps. */
function expectCovered({
  name,
  seed,
  repetitions,
  files,
  periods = [],
  n,
  steps,
  model,
  process,
  below,
  above,
}: Simulated) {
  for (const level of LEVELS) {
    const trial: Trial = { subject: "forecast", method: `${name}, n ${n}, ${steps} steps`, seed, repetitions, files };
    const claim = `${100 * level} % interval holds future values`;
    expectMean(trial, { claim, low: rounded(level - below), high: rounded(level + above) }, (rng) => {
      const values = process(rng, n + steps);
      const fit = okay(model.fit({ values: values.slice(0, n), periods }));
      const [interval] = fit.model.predict(steps, { levels: [level] }).intervals;
      return interval === undefined ? Number.NaN : (coverage(values.subarray(n), interval) ?? Number.NaN);
    });
  }
}

function autoregressive(rng: Rng, length: number): Float64Array {
  const burn = 50;
  const values = normalSample(rng, length + burn);
  for (let i = 1; i < values.length; i++) values[i] = (values[i] ?? 0) + 0.7 * (values[i - 1] ?? 0);
  return values.slice(burn).map((value) => value + 20);
}

function walk(rng: Rng, length: number): Float64Array {
  let level = 100;
  return normalSample(rng, length).map((step) => (level += step + 0.2));
}

/** ETS(A,N,A) with period 7: level 0.3, season 0.1. */
function seasonal(rng: Rng, length: number): Float64Array {
  let level = 50;
  const season = [3, 1, -1, -2, -4, 0, 3];
  return normalSample(rng, length).map((error, i) => {
    const value = level + (season[i % 7] ?? 0) + error;
    level += 0.3 * error;
    season[i % 7] = (season[i % 7] ?? 0) + 0.1 * error;
    return value;
  });
}

/** A level that follows by 0.4, without slope. */
function smooth(rng: Rng, length: number): Float64Array {
  let level = 100;
  return normalSample(rng, length).map((error) => {
    const value = level + error;
    level += 0.4 * error;
    return value;
  });
}

test("an autoregression by ARIMA(1,0,0): what is uncertain of its parameters is left out", () => {
  expectCovered({
    ...{ name: "ARIMA(1,0,0) of its own process, 0.7", seed: 801, repetitions: 1000, n: 200, steps: 12 },
    files: ["src/forecast/sarimax/fitted-sarimax.ts", "src/forecast/sarimax/estimate.ts"],
    ...{ model: sarimax({ order: [1, 0, 0] }), process: autoregressive, below: 0.02, above: 0.01 },
  });
});

test("a random walk with drift", () => {
  expectCovered({
    ...{ name: "drift of a random walk", seed: 802, repetitions: 4000, n: 60, steps: 12 },
    files: ["src/forecast/naive/lag-walk.ts", "src/forecast/prediction-interval.ts"],
    ...{ model: drift(), process: walk, below: 0.015, above: 0.015 },
  });
});

test("smoothing of a level by Theta", () => {
  expectCovered({
    ...{ name: "Theta of a smoothed level, 0.4", seed: 803, repetitions: 1000, n: 100, steps: 12 },
    files: ["src/forecast/theta/theta.ts", "src/forecast/prediction-interval.ts"],
    ...{ model: theta(), process: smooth, below: 0.03, above: 0.015 },
  });
});

test("a season by ETS(A,N,A): what is uncertain of its parameters is left out", () => {
  expectCovered({
    ...{ name: "ETS(A,N,A) of its own process", seed: 804, repetitions: 400, periods: [7], n: 140, steps: 14 },
    files: ["src/forecast/ets/ets.ts", "src/forecast/ets/forecast-moments.ts"],
    ...{ model: ets({ error: "A", trend: "N", season: "A" }), process: seasonal, below: 0.03, above: 0.015 },
  });
});

test("the automatic choice, which chooses and corrects by three folds", () => {
  const [periods, steps] = [[7], 14];
  const [smoothing, past] = [remembered(ets()), remembered(seasonalAutoregressions())];
  const model = automatic({
    candidates: [remembered(theta()), smoothing, past, combination([smoothing, past])],
    baseline: remembered(seasonalNaive()),
    plan: { horizon: steps, folds: CHOOSING_FOLDS },
  });
  expectCovered({
    ...{ name: "automatic choice on ETS(A,N,A)", seed: 805, repetitions: 200, periods, n: 140, steps },
    files: ["src/forecast/choice/automatic.ts", "src/forecast/choice/conformal.ts"],
    ...{ model, process: seasonal, below: 0.06, above: 0.04 },
  });
});
