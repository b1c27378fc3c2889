import { expect, test } from "vitest";
import { Budget } from "./budget.ts";
import { Coalescer } from "./coalescer.ts";
import { KeptReads } from "./kept-reads.ts";

const call = { client: "a", signal: new AbortController().signal };

function counted(limit?: number) {
  const budget = new Budget({ perClient: 1, total: 1, waiting: 9 });
  const reads = new KeptReads({ budget, coalescer: new Coalescer(), ...(limit === undefined ? {} : { limit }) });
  let calls = 0;
  return (...question: string[]) => reads.answer({ question: () => question, work: async () => ++calls }, call);
}

test("the same question of the same version is answered once; of another version again", async () => {
  const ask = counted();
  expect(await ask("values", "v1")).toBe(1);
  expect(await ask("values", "v1")).toBe(1);
  expect(await ask("values", "v2")).toBe(2);
});

test("beyond the limit the answer goes that was not asked for the longest", async () => {
  const ask = counted(2);
  for (const name of ["a", "b", "a", "c"]) await ask(name);
  expect(await Promise.all([ask("a"), ask("c")])).toEqual([1, 3]);
  expect(await ask("b")).toBe(4);
});

test("what changed while an answer waited or was worked on may be in it: it is not kept", async () => {
  const reads = new KeptReads({
    budget: new Budget({ perClient: 1, total: 1, waiting: 9 }),
    coalescer: new Coalescer(),
  });
  let version = 1;
  let calls = 0;
  const ask = (meanwhile = () => {}) => {
    const work = async () => {
      meanwhile();
      return ++calls;
    };
    return reads.answer({ question: () => ["values", version], work }, call);
  };
  expect(await ask(() => version++)).toBe(1);
  version = 1;
  expect(await ask()).toBe(2);
  expect(await ask()).toBe(2);
});

test("a failure is not kept, and a known answer waits for nobody", async () => {
  const budget = new Budget({ perClient: 1, total: 1, waiting: 9 });
  const reads = new KeptReads({ budget, coalescer: new Coalescer() });
  const question = () => ["x"];
  const failing = () => Promise.reject(new Error("no"));
  await expect(reads.answer({ question, work: failing }, call)).rejects.toThrow("no");
  const work = async () => "answer";
  expect(await reads.answer({ question, work }, call)).toBe("answer");
  let end = (): void => {};
  const busy = budget.run("b", call.signal, () => new Promise<void>((resolve) => (end = resolve)));
  expect(await reads.answer({ question, work: failing }, call)).toBe("answer");
  end();
  await busy;
});
