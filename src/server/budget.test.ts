import { expect, test } from "vitest";
import { Budget, serverLimits } from "./budget.ts";

const never = new AbortController().signal;

/** Work that ends when told to, and says when it has begun. */
function work(log: string[], name: string) {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end: () => end(),
    run: async () => {
      log.push(name);
      await ended;
      return name;
    },
  };
}
const turns = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

test("a client has its share at once; the rest waits in order, and does not keep others waiting", async () => {
  const budget = new Budget({ perClient: 1, total: 2, waiting: 9 });
  const log: string[] = [];
  const [a1, a2, b1, c1] = ["a1", "a2", "b1", "c1"].map((name) => work(log, name));
  const asked = [
    budget.run("a", never, () => a1?.run() ?? Promise.reject()),
    budget.run("a", never, () => a2?.run() ?? Promise.reject()),
    budget.run("b", never, () => b1?.run() ?? Promise.reject()),
    budget.run("c", never, () => c1?.run() ?? Promise.reject()),
  ];
  await turns();
  expect([log, budget.running]).toEqual([["a1", "b1"], 2]);
  b1?.end();
  await turns();
  expect(log).toEqual(["a1", "b1", "c1"]);
  a1?.end();
  await turns();
  expect(log).toEqual(["a1", "b1", "c1", "a2"]);
  a2?.end();
  c1?.end();
  expect(await Promise.all(asked)).toEqual(["a1", "a2", "b1", "c1"]);
  expect(budget.running).toBe(0);
});

test("a client that asks much does not keep another waiting: who has least under way is next", async () => {
  const budget = new Budget({ perClient: 2, total: 3, waiting: 9 });
  const log: string[] = [];
  const works = ["a1", "a2", "b1", "a3", "a4", "b2"].map((name) => [name, work(log, name)] as const);
  const asked = works.map(([name, one]) => budget.run(name.slice(0, 1), never, one.run));
  await turns();
  expect(log).toEqual(["a1", "a2", "b1"]);
  works[0]?.[1].end();
  await turns();
  expect(log).toEqual(["a1", "a2", "b1", "a3"]);
  works[1]?.[1].end();
  await turns();
  expect(log.slice(4)).toEqual(["a4"]);
  for (const [, one] of works) one.end();
  await turns();
  expect(log.slice(4)).toEqual(["a4", "b2"]);
  await Promise.all(asked);
});

test("too many that wait are refused; one that goes leaves the line; a failure gives its place back", async () => {
  const budget = new Budget({ perClient: 1, total: 1, waiting: 1 });
  const log: string[] = [];
  const first = work(log, "first");
  const running = budget.run("a", never, async () => {
    await first.run();
    throw new Error("failed");
  });
  const abort = new AbortController();
  const waiting = budget.run("a", abort.signal, async () => log.push("waiting"));
  await expect(budget.run("a", never, async () => 1)).rejects.toMatchObject({ code: "TOO_BUSY" });
  abort.abort(new Error("gone"));
  await expect(waiting).rejects.toThrow("gone");
  first.end();
  await expect(running).rejects.toThrow("failed");
  expect(await budget.run("a", never, async () => "next")).toBe("next");
  expect(log).toEqual(["first"]);
});

test.each([
  [1, 4, { perClient: 2, total: 3 }],
  [2, 4, { perClient: 2, total: 3 }],
  [16, 4, { perClient: 2, total: 3 }],
  [16, 128, { perClient: 16, total: 32 }],
  [2, 1, { perClient: 1, total: 2 }],
])("%i processors, %i threads: no client takes all, a job finds a thread", (cpus, threads, limits) => {
  expect(serverLimits(cpus, threads)).toMatchObject(limits);
});
