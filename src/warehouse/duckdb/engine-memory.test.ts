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
