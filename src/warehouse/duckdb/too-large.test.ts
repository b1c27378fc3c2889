import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { raw, type Sql } from "../../sql/sql.ts";
import { duckdbError } from "./errors.ts";
import { type DuckDBWarehouse, openDuckDB } from "./instance.ts";

const spillDir = mkdtempSync(join(tmpdir(), "tidemark-spill-"));
let warehouse: DuckDBWarehouse;
beforeAll(async () => {
  const limits = { threads: 1, memoryLimitBytes: 15e6, spillLimitBytes: 1e6 };
  warehouse = await openDuckDB({ path: ":memory:", spillDir, ...limits });
});
afterAll(async () => {
  await warehouse[Symbol.asyncDispose]();
  rmSync(spillDir, { recursive: true });
});

const distinct = (from: number, to: number): Sql =>
  raw(`select count(*) as n from (select distinct md5(cast(i as text)) as x from range(${from}, ${to}) as t(i))`);

type Row = { readonly n: number };
const query = (text: Sql, pieces?: readonly Sql[]): Query<Row> => ({
  name: "count",
  row: z.object({ n: z.number() }),
  text,
  ...(pieces === undefined
    ? {}
    : {
        pieces: () => ({ texts: pieces, merge: (parts) => [{ n: parts.flat().reduce((sum, { n }) => sum + n, 0) }] }),
      }),
});

test("what does not fit is answered in pieces; without pieces it fails with what to do", async () => {
  const whole = distinct(0, 600_000);
  await expect(warehouse.rows(query(whole))).rejects.toMatchObject({
    code: "OUT_OF_MEMORY",
    hint: expect.stringMatching(/fewer days.*engine\.memory_limit/),
  });
  const pieces = Array.from({ length: 12 }, (_, i) => distinct(i * 50_000, (i + 1) * 50_000));
  expect(await warehouse.rows(query(whole, pieces))).toEqual([{ n: 600_000 }]);
});

test("pieces that do not fit either say so; another failure is not tried in pieces", async () => {
  const whole = distinct(0, 600_000);
  await expect(warehouse.rows(query(whole, [distinct(0, 10), whole]))).rejects.toMatchObject({
    code: "OUT_OF_MEMORY",
    message: expect.stringMatching(/^even in 2 pieces: /),
  });
  await expect(warehouse.rows(query(raw("select nothing"), [distinct(0, 10)]))).rejects.toMatchObject({
    code: "QUERY_FAILED",
  });
});

test("a full spill folder is a question that is too large where its size was capped, else a full disk", () => {
  const error = new Error("Out of Memory Error: failed to offload data block (max_temp_directory_size)");
  const codes = [true, false].map((spillCapped) => duckdbError(error, "select 1", { spillCapped }).code);
  expect(codes).toEqual(["OUT_OF_MEMORY", "DISK_FULL"]);
});
