import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { metrics } from "../../src/contract/api/health.ts";
import type { Estimate } from "../../src/stats/inference.ts";
import type { Predictor } from "../../src/stats/regression/design.ts";
import { linearRegression } from "../../src/stats/regression/ols.ts";
import type { ErrorModel } from "../../src/stats/regression/sandwich.ts";
import { median } from "../order-statistics.ts";

/** Resident bytes of a process of this machine at a moment. */
export interface MemorySample {
  readonly atMs: number;
  readonly bytes: number;
}

/** What the kernel says of a process now; null when it is gone. */
export function residentBytes(pid: number): number | null {
  try {
    return kilobytes(readFileSync(`/proc/${pid}/status`, "utf8"), /^VmRSS:\s+(\d+)/m);
  } catch {
    return fromPs(pid);
  }
}

function fromPs(pid: number): number | null {
  try {
    return kilobytes(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }), /^\s*(\d+)/);
  } catch {
    return null;
  }
}

function kilobytes(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? null : Number(found) * 1024;
}

/** Median of the samples within half a minute of an instant. @throws RangeError without any */
export function residentAround(samples: readonly MemorySample[], atMs: number): number {
  const near = samples.filter((sample) => Math.abs(sample.atMs - atMs) <= 15_000);
  return median((near.length === 0 ? samples : near).map(({ bytes }) => bytes));
}

/**
 * What a server holds beyond what its engines account for, as it says itself of one moment.
 * @returns null when it does not answer
 */
export async function bytesBeyondEngines(url: string): Promise<number | null> {
  try {
    const text = await (await fetch(`${url}${metrics.url}`)).text();
    const bytes = /^tidemark_memory_beyond_engines_bytes (\S+)/m.exec(text)?.[1];
    return bytes === undefined ? null : Number(bytes);
  } catch {
    return null;
  }
}

const MINUTE_MS = 60_000;
/** About the time from one load to the next. */
const LOAD_MS = 5 * MINUTE_MS;

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/**
 * Slope of a line through the mean memory of each minute, with its interval: what a process takes and gives back from
 * one minute to the next is no trend.
 * @returns bytes per ms; null for fewer than three minutes, or minutes that are all alike
 */
export function memorySlope(samples: readonly MemorySample[]): Estimate | null {
  return slope(spans(samples, MINUTE_MS).map(meanSample));
}

/**
 * Slope of a line through the median of each minute: queries take memory and give it back within seconds, in other proportions from
 * minute to minute.
 * @returns as `memorySlope`
 */
export function medianSlope(samples: readonly MemorySample[]): Estimate | null {
  return slope(
    spans(samples, MINUTE_MS).map((own) => ({ ...meanSample(own), bytes: median(own.map(({ bytes }) => bytes)) })),
  );
}

const meanSample = (own: readonly MemorySample[]): MemorySample => ({
  atMs: mean(own.map(({ atMs }) => atMs)),
  bytes: mean(own.map(({ bytes }) => bytes)),
});

/**
 * Slope of a line through the lowest memory of every five whole minutes: what is never given back, whatever a build takes in
 * between.
 * @returns as `memorySlope`
 */
export function lowestSlope(samples: readonly MemorySample[]): Estimate | null {
  const lastMs = samples.at(-1)?.atMs ?? 0;
  const whole = spans(samples, LOAD_MS).filter(([first]) => lastMs - (first?.atMs ?? lastMs) >= 0.9 * LOAD_MS);
  return slope(whole.map((own) => own.reduce((lowest, one) => (one.bytes < lowest.bytes ? one : lowest))));
}

/** A stretch of time, in ms of the same clock as the samples. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** After a load the engine reads the new models into its caches. */
const REFILL_MS = MINUTE_MS;

/**
 * Slope of a line through the mean memory of each pause between loads, from a minute after one to the next: what a build takes
 * and gives back is not in it.
 * @param loads in order of time
 * @returns as `memorySlope`
 */
export function pauseSlope(samples: readonly MemorySample[], loads: readonly Span[]): Estimate | null {
  const ends = [Number.NEGATIVE_INFINITY, ...loads.map(({ endMs }) => endMs + REFILL_MS)];
  const pauses = ends.map((fromMs, i) =>
    samples.filter(({ atMs }) => atMs >= fromMs && atMs < (loads[i]?.startMs ?? Number.POSITIVE_INFINITY)),
  );
  return slope(pauses.filter((own) => own.length > 0).map(meanSample));
}

/**
 * Slope of the mean memory of each minute with the part of the minute under a load as a second predictor: what a load takes while
 * it runs is told from what stays. Minutes between the starts of two loads are alike: the errors are by these stretches.
 * @param loads in order of time
 * @returns as `memorySlope`; null also without two such stretches
 */
export function slopeBesideLoads(samples: readonly MemorySample[], loads: readonly Span[]): Estimate | null {
  const minutes = spans(samples, MINUTE_MS);
  const loading = minutes.map((own) => mean(own.map(({ atMs }) => (loads.some(covers(atMs)) ? 1 : 0))));
  const points = minutes.map(meanSample);
  const clusters = points.map(({ atMs }) => loads.filter(({ startMs }) => startMs <= atMs).length);
  return slope(points, { others: [{ name: "loading", values: loading }], errors: { clusters } });
}

const covers =
  (atMs: number) =>
  ({ startMs, endMs }: Span): boolean =>
    atMs >= startMs && atMs < endMs;

/** The samples of each span of time, counted from the first sample. */
function spans(samples: readonly MemorySample[], spanMs: number): readonly (readonly MemorySample[])[] {
  const startMs = samples[0]?.atMs ?? 0;
  const found = new Map<number, MemorySample[]>();
  for (const sample of samples) {
    const span = Math.floor((sample.atMs - startMs) / spanMs);
    found.set(span, [...(found.get(span) ?? []), sample]);
  }
  return [...found.values()];
}

interface SlopeOptions {
  readonly others?: readonly Predictor[];
  readonly errors?: ErrorModel;
}

function slope(points: readonly MemorySample[], { others = [], errors }: SlopeOptions = {}): Estimate | null {
  const predictors = [{ name: "time", values: points.map(({ atMs }) => atMs) }, ...others];
  const fit = linearRegression({ response: points.map(({ bytes }) => bytes), predictors, ...(errors && { errors }) });
  return fit.status === "ok" ? (fit.coefficients[1] ?? null) : null;
}
