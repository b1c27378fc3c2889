import { afterAll, beforeAll, expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import type { TypedColumn } from "../../models/event-log.ts";
import type { SqlType } from "../../sql/dialect.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import { computeNumbers, type NumberSummary, numbersQuery } from "./numbers.ts";

let db: DuckDBWarehouse;
beforeAll(async () => {
  db = await openDuckDB({ path: ":memory:", spillDir: "", threads: 2, memoryLimitBytes: 400e6 });
});
afterAll(() => db[Symbol.asyncDispose]());

/** Of a column that holds each value so many times. */
async function summary(type: SqlType, values: readonly string[], copies = 1): Promise<NumberSummary> {
  const column: TypedColumn = { name: "x", type };
  const list: Sql = joinSql(values.map((value) => sql`(${db.dialect.cast(raw(`'${value}'`), type)})`));
  const rows = sql`(select x from (values ${list}) as v(x) cross join range(${copies})) as rows`;
  const query = numbersQuery({ rows, columns: [column], dialect: db.dialect });
  const found = await db.rows(query ?? expect.fail());
  return computeNumbers(found, [column], values.length * copies)[0] ?? expect.fail();
}

test.each<[SqlType, readonly string[], number, number]>([
  ["number", ["0.00001", "0.00003"], 2e-5, Math.SQRT2 * 1e-5],
  ["number", ["1e-10", "3e-10"], 2e-10, Math.SQRT2 * 1e-10],
  ["number", ["2e17", "4e17"], 3e17, Math.SQRT2 * 1e17],
  ["number", ["1000000000", "1000000000.5"], 1e9 + 0.25, Math.SQRT1_2 * 0.5],
  ["integer", ["0", "3000000000"], 1.5e9, Math.SQRT2 * 1.5e9],
  ["decimal(18,2)", ["10.25", "10.75"], 10.5, Math.SQRT2 * 0.25],
  ["number", ["1.5", "1.5"], 1.5, 0],
])("sum, mean and deviation of %s %j hold at any scale", async (type, values, mean, sd) => {
  const found = await summary(type, values);
  expect(found.n).toBe(2);
  expectClose(found.sum ?? Number.NaN, mean * 2, { relative: 1e-12 });
  expect(found.mean).toBeCloseTo(mean, 9 - Math.floor(Math.log10(mean)));
  expect((found.sd ?? -1) / (sd || 1)).toBeCloseTo(sd === 0 ? 0 : 1, 6);
});

test("the sum of prices has their decimals, and what cancels out is 0", async () => {
  const prices = ["1.1", "2.2", "3.3", "4.7", "5.17", "0.29"];
  expect((await summary("number", prices, 7)).sum).toBe(117.32);
  expect((await summary("number", [...prices, ...prices.map((price) => `-${price}`)])).sum).toBe(0);
});

test("values that many rows have count as often", async () => {
  const found = await summary("number", ["2e17", "4e17"], 1_000);
  expect([found.n, found.sum, found.mean]).toEqual([2_000, 6e20, 3e17]);
  expect(found.sd).toBeCloseTo(1e17 * Math.sqrt(2_000 / 1_999), -6);
});
