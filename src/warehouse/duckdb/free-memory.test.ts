import { expect, test } from "vitest";
import { raw } from "../../sql/sql.ts";
import { openDuckDB, returnFreeMemory } from "./instance.ts";

const MANY = raw(
  "select max(n) as n from (select hash(i) as h, count(*) as n, list(i) as l from range(600000) t(i) group by 1)",
);

test("memory of a question goes back to the system, also after another engine was opened and closed", async () => {
  await returnFreeMemory();
  await using engine = await openDuckDB({ path: ":memory:", spillDir: "", threads: 2 });
  {
    await using other = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1 });
    await other.table(raw("select 1"));
  }
  const before = process.memoryUsage.rss();
  await engine.table(MANY);
  await expect.poll(() => process.memoryUsage.rss() - before, { timeout: 30_000, interval: 500 }).toBeLessThan(15e6);
});
