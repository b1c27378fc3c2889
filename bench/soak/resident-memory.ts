import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Estimate } from "../../src/stats/inference.ts";
import { linearRegression } from "../../src/stats/regression/ols.ts";
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

const MINUTE_MS = 60_000;

/**
 * Slope of a line through the mean memory of each minute, with its interval: what a process takes and gives back from
 * one minute to the next is no trend.
 * @returns bytes per ms; null for fewer than three minutes, or minutes that are all alike
 */
export function memorySlope(samples: readonly MemorySample[]): Estimate | null {
  const minutes = new Map<number, MemorySample[]>();
  for (const sample of samples) {
    const minute = Math.floor(sample.atMs / MINUTE_MS);
    minutes.set(minute, [...(minutes.get(minute) ?? []), sample]);
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  const means = [...minutes.values()].map((own) => ({
    at: mean(own.map(({ atMs }) => atMs)),
    bytes: mean(own.map(({ bytes }) => bytes)),
  }));
  const predictors = [{ name: "time", values: means.map(({ at }) => at) }];
  const fit = linearRegression({ response: means.map(({ bytes }) => bytes), predictors });
  return fit.status === "ok" ? (fit.coefficients[1] ?? null) : null;
}
