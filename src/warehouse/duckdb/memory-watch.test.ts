import { expect, test } from "vitest";
import { MemoryWatch } from "./memory-watch.ts";

const turns = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 350));

test("what fills the memory is stopped before the process is ended, with what was used; what takes little goes on", async () => {
  // the system ends the process at 64 MB more than it has now
  const available = process.memoryUsage.rss() + 128e6;
  let stopped = 0;
  using quiet = new MemoryWatch(available, () => {});
  using watch = new MemoryWatch(available, () => stopped++);
  await turns();
  expect([stopped, watch.exceeded]).toEqual([0, undefined]);
  const kept = Buffer.alloc(400e6, 1);
  using late = new MemoryWatch(available, () => stopped++);
  await turns();
  expect(kept.length + stopped).toBe(400e6 + 1);
  expect(watch.exceeded).toMatchObject({ code: "OUT_OF_MEMORY", hint: expect.stringContaining("fewer days") });
  expect(quiet.exceeded?.code).toBe("OUT_OF_MEMORY");
  expect(late.exceeded).toBeUndefined();
});
