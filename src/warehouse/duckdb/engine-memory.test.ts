import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { raw } from "../../sql/sql.ts";
import { engineMemoryBytes } from "./engine-memory.ts";
import { openDuckDB } from "./instance.ts";

test("the memory of the open engines, also while one is at work; of those that are closed nothing", async () => {
  const before = await engineMemoryBytes();
  {
    await using engine = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1 });
    await engine.exec(raw("create table t as select i, hash(i) as h from range(2000000) t(i)"));
    const held = await engineMemoryBytes();
    expect(held - before).toBeGreaterThan(10e6);
    const busy = engine.table(raw("select count(distinct h) from t"));
    expect(await engineMemoryBytes()).toBeGreaterThan(10e6);
    await busy;
  }
  expect(await engineMemoryBytes()).toBe(before);
});

test("an engine may be closed while it is asked: what was asked is answered first", async () => {
  for (let i = 0; i < 30; i++) {
    const engine = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1 });
    const asked = Array.from({ length: 3 }, engineMemoryBytes);
    await sleep(i % 5);
    await engine[Symbol.asyncDispose]();
    for (const bytes of await Promise.all(asked)) expect(bytes).toBeGreaterThanOrEqual(0);
  }
});
