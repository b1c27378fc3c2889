import { expect, test } from "vitest";
import { memorySlope, residentAround, residentBytes } from "./resident-memory.ts";

test("a process has memory, one that is gone has none", () => {
  expect(residentBytes(process.pid)).toBeGreaterThan(10e6);
  expect(residentBytes(2 ** 22 + 1)).toBeNull();
});

test("the slope is that of a line through the samples", () => {
  const line = Array.from({ length: 5 }, (_, i) => ({ atMs: 1000 * i, bytes: 7 + 3000 * i }));
  expect(memorySlope(line)).toBeCloseTo(3, 12);
  expect(memorySlope([...line, { atMs: 2000, bytes: 1e6 }])).toBeCloseTo(3, 12);
  expect(memorySlope(line.slice(0, 1))).toBe(0);
});

test("memory around an instant is the median of half a minute: one peak does not count", () => {
  const samples = [0, 10_000, 20_000, 30_000, 90_000].map((atMs, i) => ({ atMs, bytes: [5, 900, 6, 7, 8][i] ?? 0 }));
  expect(residentAround(samples, 15_000)).toBe(6.5);
  expect(residentAround(samples, 90_000)).toBe(8);
});
