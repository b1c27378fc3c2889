import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { raw } from "../../sql/sql.ts";
import { openDuckDB } from "./instance.ts";

const spillDir = mkdtempSync(join(tmpdir(), "tidemark-spill-"));
afterAll(() => rmSync(spillDir, { recursive: true }));

test("engines that spill at the same time into one folder do not read each other's blocks", async () => {
  const limits = { path: ":memory:", spillDir, threads: 1, memoryLimitBytes: 60e6 };
  await using one = await openDuckDB(limits);
  await using other = await openDuckDB(limits);
  const ask = async (engine: typeof one, seed: number): Promise<unknown> => {
    const text = `select sum(rank * i) from (select i, row_number() over (order by md5(cast(i + ${seed} as text))) as rank
      from range(1000000) as t(i))`;
    const { rows } = await engine.table(raw(text));
    return rows[0]?.[0];
  };
  const alone = [await ask(one, 1), await ask(other, 2)];
  expect(await Promise.all([ask(one, 1), ask(other, 2)])).toEqual(alone);
});

test("an engine that is closed leaves nothing behind", async () => {
  const before = readdirSync(spillDir);
  {
    await using engine = await openDuckDB({ path: ":memory:", spillDir });
    await engine.table(raw("select 1"));
  }
  expect(readdirSync(spillDir)).toEqual(before);
});
