import { expect, test } from "vitest";
import { Coalescer } from "./coalescer.ts";

const never = new AbortController().signal;

test("the same question asked at once is worked on once; asked later it is worked on again", async () => {
  const coalescer = new Coalescer();
  let calls = 0;
  const work = async (): Promise<number> => {
    await Promise.resolve();
    return ++calls;
  };
  const asked = [coalescer.run("x", never, work), coalescer.run("x", never, work), coalescer.run("y", never, work)];
  expect(await Promise.all(asked)).toEqual([1, 1, 2]);
  expect(await coalescer.run("x", never, work)).toBe(3);
});

test("work goes on for those who stay, and is cancelled when the last one goes", async () => {
  const coalescer = new Coalescer();
  const [first, second] = [new AbortController(), new AbortController()];
  let seen: AbortSignal | undefined;
  const work = (signal: AbortSignal): Promise<never> => {
    seen = signal;
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const asked = [coalescer.run("x", first.signal, work), coalescer.run("x", second.signal, work)];
  first.abort(new Error("first has gone"));
  await expect(asked[0]).rejects.toThrow("first has gone");
  expect(seen?.aborted).toBe(false);
  second.abort(new Error("second has gone"));
  await expect(asked[1]).rejects.toThrow("second has gone");
  expect(seen?.aborted).toBe(true);
  expect(await coalescer.run("x", never, async () => "anew")).toBe("anew");
});

test("a failure is everybody's, and is not kept", async () => {
  const coalescer = new Coalescer();
  const fail = async (): Promise<never> => {
    throw new Error("no");
  };
  const asked = [coalescer.run("x", never, fail), coalescer.run("x", never, fail)];
  for (const one of asked) await expect(one).rejects.toThrow("no");
  expect(await coalescer.run("x", never, async () => 1)).toBe(1);
});
