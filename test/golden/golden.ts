import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** What a generator script wrote: its name, the versions it ran with, and its cases. */
export interface Golden<Case> {
  readonly generator: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

/**
 * Reads `test/golden/<path>`. Non-finite numbers are written as the strings "NaN", "Infinity" and "-Infinity",
 * which `number` turns back.
 */
export function readGolden<Case>(path: string): Golden<Case> {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
}

/** A number as the generators write it. */
export type GoldenNumber = number | "NaN" | "Infinity" | "-Infinity";

export function number(value: GoldenNumber): number {
  return Number(value);
}

export interface Tolerance {
  /** Largest |actual - expected| / |expected|. */
  readonly relative: number;
  /** Differences up to this are accepted whatever the size; default 0. */
  readonly absolute?: number;
}

/** Fails with both numbers and the error found when they differ by more than the tolerance. */
export function expectClose(
  actual: number,
  expected: GoldenNumber,
  { relative, absolute = 0 }: Tolerance,
  about = "",
): void {
  const target = number(expected);
  if (Object.is(actual, target) || actual === target) return;
  const difference = Math.abs(actual - target);
  const accepted = Math.max(absolute, relative * Math.abs(target));
  const found = `${about} got ${actual}, expected ${target}, relative error ${difference / Math.abs(target)}`;
  expect(difference <= accepted, found).toBe(true);
}
