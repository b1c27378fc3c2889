import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
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

/** Least-squares slope of memory over time. @returns bytes per ms; 0 for fewer than two instants */
export function memorySlope(samples: readonly MemorySample[]): number {
  const n = samples.length;
  const mean = (of: (sample: MemorySample) => number): number => samples.reduce((sum, one) => sum + of(one), 0) / n;
  const [t, b] = [mean(({ atMs }) => atMs), mean(({ bytes }) => bytes)];
  const spread = samples.reduce((sum, { atMs }) => sum + (atMs - t) ** 2, 0);
  const shared = samples.reduce((sum, { atMs, bytes }) => sum + (atMs - t) * (bytes - b), 0);
  return spread === 0 ? 0 : shared / spread;
}
