import { expect, test } from "vitest";
import {
  bytesBeyondEngines,
  lowestSlope,
  medianSlope,
  memorySlope,
  pauseSlope,
  residentAround,
  residentBytes,
  slopeBesideLoads,
} from "./resident-memory.ts";

test("a process has memory, one that is gone has none", () => {
  expect(residentBytes(process.pid)).toBeGreaterThan(10e6);
  expect(residentBytes(2 ** 22 + 1)).toBeNull();
});

test("the slope is that of a line through the minutes, and its interval tells a trend from a swing", () => {
  const minutes = (bytes: (minute: number) => number) =>
    Array.from({ length: 20 }, (_, minute) => [
      { atMs: 60_000 * minute + 10_000, bytes: bytes(minute) - 5 },
      { atMs: 60_000 * minute + 20_000, bytes: bytes(minute) + 5 },
    ]).flat();
  const rising = memorySlope(minutes((minute) => 1e6 + 3000 * minute + (minute % 2)));
  expect((rising?.value ?? 0) * 60_000).toBeCloseTo(3000, 0);
  expect(rising?.interval?.low).toBeGreaterThan(0);
  const swinging = memorySlope(minutes((minute) => 1e6 + (minute % 3) * 4e5));
  expect(swinging?.interval?.low).toBeLessThan(0);
  expect(swinging?.interval?.high).toBeGreaterThan(0);
  expect(memorySlope(minutes(() => 1e6).slice(0, 4))).toBeNull();
});

test("the slope of the lowest sees what is kept, not what a build takes and gives back", () => {
  const minutes = (kept: number) =>
    Array.from({ length: 27 }, (_, minute) => {
      const building = minute % 5 < 3 ? 2e6 * ((minute % 7) + 1) : 0;
      return { atMs: 60_000 * minute + 30_000, bytes: 1e6 + (minute % 3) + kept * minute + building };
    });
  expect(Math.abs((lowestSlope(minutes(0))?.value ?? 1) * 60_000)).toBeLessThan(1);
  expect((lowestSlope(minutes(3000))?.value ?? 0) * 60_000).toBeCloseTo(3000, -1);
  expect(lowestSlope(minutes(3000).slice(0, 12))).toBeNull();
});

test("the slope of the pauses leaves out loads and the minute after them", () => {
  const loads = Array.from({ length: 5 }, (_, i) => ({ startMs: 60_000 * (5 + 7 * i), endMs: 60_000 * (8 + 7 * i) }));
  const samples = (kept: number) =>
    Array.from({ length: 40 }, (_, minute) => {
      const busy = loads.some(({ startMs, endMs }) => minute * 60_000 >= startMs && minute * 60_000 < endMs + 60_000);
      return {
        atMs: 60_000 * minute,
        bytes: 1e6 + (minute % 2) + kept * minute + (busy ? 2e6 * ((minute % 7) + 1) : 0),
      };
    });
  expect(Math.abs((pauseSlope(samples(0), loads)?.value ?? 1) * 60_000)).toBeLessThan(1);
  expect((pauseSlope(samples(3000), loads)?.value ?? 0) * 60_000).toBeCloseTo(3000, -1);
  expect(pauseSlope(samples(3000), loads.slice(0, 1))).toBeNull();
});

test("the slope beside loads knows what a load takes, also when more of them run at the end", () => {
  const loads = [
    { startMs: 60_000 * 8, endMs: 60_000 * 10 },
    { startMs: 60_000 * 20, endMs: 60_000 * 29.5 },
  ];
  const samples = (kept: number) =>
    Array.from({ length: 120 }, (_, i) => {
      const atMs = 15_000 * i;
      const loading = loads.some(({ startMs, endMs }) => atMs >= startMs && atMs < endMs);
      return { atMs, bytes: 1e6 + (Math.floor(i / 4) % 3) + (kept * atMs) / 60_000 + (loading ? 2e6 : 0) };
    });
  expect((memorySlope(samples(0))?.value ?? 0) * 60_000).toBeGreaterThan(10_000);
  const slope = slopeBesideLoads(samples(0), loads);
  expect(Math.abs((slope?.value ?? 1) * 60_000)).toBeLessThan(1);
  expect(slope?.interval?.low).toBeLessThan(0);
  expect((slopeBesideLoads(samples(3000), loads)?.value ?? 0) * 60_000).toBeCloseTo(3000, -1);
  expect(slopeBesideLoads(samples(3000), [])).toBeNull();
});

test("the slope of medians passes over what is held for seconds", () => {
  const samples = (kept: number) =>
    Array.from({ length: 600 }, (_, i) => ({
      atMs: 2000 * i,
      bytes: 4e8 + (Math.floor(i / 30) % 3) + (kept * i) / 30 + (i % 3 === 0 ? 1e6 * i : 0),
    }));
  expect(Math.abs((medianSlope(samples(0))?.value ?? 1) * 60_000)).toBeLessThan(1);
  expect((medianSlope(samples(3000))?.value ?? 0) * 60_000).toBeCloseTo(3000, -1);
});

test("of a server that does not answer nothing is known", async () => {
  expect(await bytesBeyondEngines("http://127.0.0.1:9")).toBeNull();
});

test("memory around an instant is the median of half a minute: one peak does not count", () => {
  const samples = [0, 10_000, 20_000, 30_000, 90_000].map((atMs, i) => ({ atMs, bytes: [5, 900, 6, 7, 8][i] ?? 0 }));
  expect(residentAround(samples, 15_000)).toBe(6.5);
  expect(residentAround(samples, 90_000)).toBe(8);
});
