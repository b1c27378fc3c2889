import { pbkdf2 } from "node:crypto";
import { access } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { CancelSignal } from "../../../core/signal.ts";
import { isEngineBusy, withLimits } from "./run-limits.ts";

const limits = { timeoutMs: 10_000, maxGrowthBytes: 4e9, graceMs: 5000 };

const untilStopped = (signal: CancelSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("interrupted")));
  });

test("work within its limits gives its value", async () => {
  expect(await withLimits(limits, async () => 1)).toBe(1);
});

test("work that fails by itself fails with its own error", async () => {
  await expect(withLimits(limits, () => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
});

test("too long, too large and cancelled are told apart, and the work has stopped", async () => {
  const long = await withLimits({ ...limits, timeoutMs: 60 }, untilStopped).catch((e: unknown) => e);
  expect(long).toMatchObject({ code: "QUERY_FAILED", message: "the query was stopped after 0.06 s" });
  const kept: Buffer[] = [];
  const large = await withLimits({ ...limits, maxGrowthBytes: 60e6 }, (signal) => {
    const timer = setInterval(() => kept.push(Buffer.alloc(20e6, 1)), 20);
    return untilStopped(signal).finally(() => clearInterval(timer));
  }).catch((e: unknown) => e);
  expect(large).toMatchObject({ code: "OUT_OF_MEMORY", message: "the query was stopped: it took more than 60 MB" });
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 20);
  const cancelled = await withLimits({ ...limits, signal: abort.signal }, untilStopped).catch((e: unknown) => e);
  expect(cancelled).toMatchObject({ code: "CANCELLED" });
  expect([long, large, cancelled].map(isEngineBusy)).toEqual([false, false, false]);
});

test("work that does not obey is given up and reported as busy", async () => {
  const started = performance.now();
  const error = await withLimits({ ...limits, timeoutMs: 60, graceMs: 50 }, () => new Promise(() => {})).catch(
    (e: unknown) => e,
  );
  expect(error).toMatchObject({ code: "QUERY_FAILED", message: "the query was stopped after 0.06 s" });
  expect(isEngineBusy(error)).toBe(true);
  expect(performance.now() - started).toBeLessThan(1000);
});

test("work that waits for a thread is not given up: it cannot obey before it begins", async () => {
  const others = Array.from({ length: 8 }, () => promisify(pbkdf2)("", "", 500_000, 64, "sha512"));
  const waits = async (signal: CancelSignal): Promise<never> => {
    await access("/");
    signal.throwIfAborted();
    throw new Error("the threads were free");
  };
  const error = await withLimits({ ...limits, timeoutMs: 20, graceMs: 20 }, waits).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: "QUERY_FAILED", message: "the query was stopped after 0.02 s" });
  expect(isEngineBusy(error)).toBe(false);
  await Promise.all(others);
});

test("work that was cancelled before it began is not watched any more", async () => {
  const signal = AbortSignal.abort(new Error("gone"));
  await expect(withLimits({ ...limits, timeoutMs: 20, graceMs: 10, signal }, untilStopped)).rejects.toThrow("gone");
  // a watch that went on would fail without anybody to hear of it, and end the process
  await new Promise((resolve) => setTimeout(resolve, 200));
});
