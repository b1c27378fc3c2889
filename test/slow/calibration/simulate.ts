import { createRng, type Rng } from "../../../src/core/rng.ts";
import type { Estimate, Inferred } from "../../../src/stats/inference.ts";
import { oneSampleKs } from "../../../src/stats/two-sample/kolmogorov-smirnov.ts";
import { okay } from "../../golden/ok-answer.ts";
import { recordCalibration } from "./record.ts";

export const REPETITIONS = 10_000;

export interface Trial {
  readonly subject: string;
  readonly method: string;
  readonly files: readonly string[];
  readonly seed: number;
  /** Default 10,000. */
  readonly repetitions?: number;
}

/** Standard normal values (Box and Muller). */
export function normalSample(rng: Rng, n: number): Float64Array {
  return Float64Array.from({ length: n }, () => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng()));
}

function repeat<T>({ seed, repetitions = REPETITIONS }: Trial, once: (rng: Rng) => T): readonly T[] {
  const rng = createRng(seed);
  return Array.from({ length: repetitions }, () => once(rng));
}

/** Records how far p-values under the null hypothesis are from uniform. */
export function expectUniform(trial: Trial, once: (rng: Rng) => Inferred<{ readonly pValue: number }>): void {
  const p = repeat(trial, (rng) => okay(once(rng)).pValue);
  record(trial, "p-values are uniform when there is no effect: KS p above 0.01", {
    measured: okay(oneSampleKs(p, (x) => x)).pValue,
    low: 0.01,
    high: 1,
  });
}

/** For approximations that are known to be rough: records the largest distance from the uniform distribution. */
export function expectNearUniform(
  trial: Trial,
  high: number,
  once: (rng: Rng) => Inferred<{ readonly pValue: number }>,
): void {
  const p = repeat(trial, (rng) => okay(once(rng)).pValue);
  const measured = okay(oneSampleKs(p, (x) => x)).statistic;
  record(trial, "largest distance of p-values from uniform when there is no effect", { measured, low: 0, high });
}

/** Records how often a true null hypothesis is rejected at 5 %. */
export function expectRejections(
  trial: Trial,
  [low, high]: readonly [number, number],
  once: (rng: Rng) => Inferred<{ readonly pValue: number }>,
): void {
  const rejected = repeat(trial, (rng) => okay(once(rng)).pValue < 0.05).filter(Boolean).length;
  const measured = rejected / (trial.repetitions ?? REPETITIONS);
  record(trial, "rejects 5 % when there is no effect", { measured, low, high });
}

/** Records how often a 95 % interval holds the true value. */
export function expectCoverage(trial: Trial, truth: number, once: (rng: Rng) => Pick<Estimate, "interval">): void {
  const covered = repeat(trial, (rng) => {
    const { low = Number.NaN, high = Number.NaN } = once(rng).interval ?? {};
    return low <= truth && truth <= high;
  }).filter(Boolean).length;
  const measured = covered / (trial.repetitions ?? REPETITIONS);
  record(trial, "95 % interval covers the true value", { measured, low: 0.943, high: 0.957 });
}

/** Records how often something happens that a method promises for a share of all repetitions. */
export function expectShare(
  trial: Trial,
  { claim, low, high }: { readonly claim: string; readonly low: number; readonly high: number },
  once: (rng: Rng) => boolean,
): void {
  const measured = repeat(trial, once).filter(Boolean).length / (trial.repetitions ?? REPETITIONS);
  record(trial, claim, { measured, low, high });
}

/** Records a mean over all repetitions, such as the share of future steps that lay inside. */
export function expectMean(
  trial: Trial,
  { claim, low, high }: { readonly claim: string; readonly low: number; readonly high: number },
  once: (rng: Rng) => number,
): void {
  const values = repeat(trial, once);
  record(trial, claim, { measured: values.reduce((sum, value) => sum + value, 0) / values.length, low, high });
}

/** Records how often a test rejects at 5 % when the effect is there, against the power computed. */
export function expectPower(
  trial: Trial,
  power: number,
  once: (rng: Rng) => Inferred<{ readonly pValue: number }>,
): void {
  const error = 3.5 * Math.sqrt((power * (1 - power)) / (trial.repetitions ?? REPETITIONS));
  const claim = `rejects with the power computed, ${power.toFixed(4)}`;
  expectShare(trial, { claim, low: power - error, high: power + error }, (rng) => okay(once(rng)).pValue < 0.05);
}

function record(
  { repetitions = REPETITIONS, ...trial }: Trial,
  claim: string,
  found: { readonly measured: number; readonly low: number; readonly high: number },
): void {
  recordCalibration({ ...trial, repetitions, claim, ...found });
}
