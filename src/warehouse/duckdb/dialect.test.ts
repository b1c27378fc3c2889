import { afterAll, beforeAll, expect, test } from "vitest";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { Cell } from "../port.ts";
import { duckdbDialect as d } from "./dialect.ts";
import { type DuckDBWarehouse, openDuckDB } from "./instance.ts";

let warehouse: DuckDBWarehouse;
beforeAll(async () => {
  warehouse = await openDuckDB({ path: ":memory:", spillDir: "spill", threads: 1, memoryLimitBytes: 200e6 });
});
afterAll(() => warehouse[Symbol.asyncDispose]());

const scalar = async (expression: Sql): Promise<Cell> =>
  (await warehouse.table(sql`select ${expression} as x`)).rows[0]?.[0] ?? null;
const over = async (aggregate: Sql, values: string): Promise<Cell> =>
  (await warehouse.table(sql`select ${aggregate} as x from (values ${raw(values)}) as t(x, c)`)).rows[0]?.[0] ?? null;

const x = raw("x");
const c = raw("c");
const instant = Date.UTC(2024, 1, 29, 23, 30, 0, 123);

const SCALARS: readonly (readonly [string, Sql, Cell])[] = [
  ["safeDivide", d.safeDivide(raw("1"), raw("4")), 0.25],
  ["safeDivide by zero", d.safeDivide(raw("1"), raw("0")), null],
  ["safeDivide of null", d.safeDivide(raw("null"), raw("2")), null],
  ["cast to integer", d.cast(raw("'9007199254740993'"), "integer"), "9007199254740993"],
  ["tryCast that fits", d.tryCast(raw("'12'"), "integer"), 12],
  ["tryCast that does not", d.tryCast(raw("'x'"), "integer"), null],
  ["cast to decimal", d.cast(raw("'59442.63'"), "decimal(18,2)"), 59442.63],
  ["timestamp", d.timestamp(instant), "2024-02-29T23:30:00.123Z"],
  ["date", d.date("2024-02-29"), "2024-02-29"],
  ["dayAt UTC", d.dayAt(d.timestamp(instant), 0), "2024-02-29"],
  ["dayAt east", d.dayAt(d.timestamp(instant), 345 * 60_000), "2024-03-01"],
  ["dayAt west", d.dayAt(raw("timestamp '2024-03-01 00:00:00'"), -3_600_000), "2024-02-29"],
  ["epochUs", d.epochUs(raw("timestamp '1970-01-01 00:00:01.000002'")), 1_000_002],
  ["microsBetween", d.microsBetween(raw("timestamp '2024-01-01'"), raw("timestamp '2024-01-01 00:00:00.000003'")), 3],
  [
    "microsBetween backwards",
    d.microsBetween(raw("timestamp '2024-01-02'"), raw("timestamp '2024-01-01'")),
    -86_400_000_000,
  ],
  ["daysBetween", d.daysBetween(d.date("2024-02-28"), d.date("2024-03-01")), 2],
  ["startsWith", d.startsWith(raw("'50% off'"), "50%"), true],
  ["startsWith takes no wildcards", d.startsWith(raw("'500'"), "5_0"), false],
  ["contains", d.contains(raw("'a_b'"), "_"), true],
  ["contains a quote", d.contains(raw("'it''s'"), "'"), true],
  ["matches anywhere", d.matches(raw("'abc'"), "b"), true],
  ["matches anchored", d.matches(raw("'abc'"), "^b"), false],
  ["tidyText", d.tidyText(raw("' \u00a0New\t \u2009York\n'")), "New York"],
  ["tidyText composes", d.tidyText(raw("'Wa\u0142brzych Jose\u0301'")), "Wa\u0142brzych Jos\u00e9"],
  ["tidyText of white space", d.tidyText(raw("' \u3000 '")), null],
  ["hash64 is stable", sql`${d.hash64(raw("'a'"))} = ${d.hash64(raw("'a'"))}`, true],
];

test.each(SCALARS)("%s", async (_, expression, expected) => {
  expect(await scalar(expression)).toEqual(expected);
});

const AGGREGATES: readonly (readonly [string, Sql, string, Cell])[] = [
  ["quantile is type 7", d.quantile(0.25, x), "(1, true), (2, true), (3, true), (10, true)", 1.75],
  ["quantile leaves nulls out", d.quantile(0.5, x), "(1, true), (null, true), (2, true)", 1.5],
  ["quantile of nothing", d.quantile(0.5, x), "(null::integer, true)", null],
  ["countIf", d.countIf(c), "(1, true), (null, true), (3, false), (4, null)", 2],
  ["sumIf", d.sumIf(x, c), "(1, true), (2, true), (4, false), (8, null)", 3],
  ["sumIf of nothing", d.sumIf(x, c), "(1, false)", null],
  ["countDistinctIf", d.countDistinctIf(x, c), "(1, true), (1, true), (2, false), (null, true)", 1],
];

test.each(AGGREGATES)("%s", async (_, aggregate, values, expected) => {
  expect(await over(aggregate, values)).toEqual(expected);
});

test("text that does not fit is an error for cast", async () => {
  await expect(scalar(d.cast(raw("'x'"), "integer"))).rejects.toMatchObject({ code: "QUERY_FAILED" });
});
