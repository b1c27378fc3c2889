import { afterAll, beforeAll, expect, test } from "vitest";
import { raw } from "../../sql/sql.ts";
import type { Cell } from "../port.ts";
import { type DuckDBWarehouse, openDuckDB } from "./instance.ts";

let warehouse: DuckDBWarehouse;
beforeAll(async () => {
  warehouse = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1, memoryLimitBytes: 200e6 });
});
afterAll(() => warehouse[Symbol.asyncDispose]());

const CELLS: readonly (readonly [string, Cell])[] = [
  ["null", null],
  ["true", true],
  ["'NA'", "NA"],
  ["1::utinyint", 1],
  ["9007199254740991", 9007199254740991],
  ["-9007199254740991", -9007199254740991],
  ["9007199254740992", "9007199254740992"],
  ["-9007199254740993", "-9007199254740993"],
  ["18446744073709551615::ubigint", "18446744073709551615"],
  ["170141183460469231731687303715884105727::hugeint", "170141183460469231731687303715884105727"],
  ["1.50::decimal(10, 2)", 1.5],
  ["-0.5::decimal(4, 2)", -0.5],
  ["9747747.93::decimal(18, 2)", 9747747.93],
  ["12345678901234567.89::decimal(38, 2)", "12345678901234567.89"],
  ["'nan'::double", null],
  ["'inf'::double", null],
  ["'-inf'::float", null],
  ["timestamp '2024-01-01'", "2024-01-01T00:00:00Z"],
  ["timestamp '2024-01-01 00:00:00.5'", "2024-01-01T00:00:00.500Z"],
  ["timestamp '2024-01-01 00:00:00.123456'", "2024-01-01T00:00:00.123456Z"],
  ["timestamp '1969-12-31 23:59:59.999999'", "1969-12-31T23:59:59.999999Z"],
  ["timestamp '0001-01-01'", "0001-01-01T00:00:00Z"],
  ["timestamp '290000-01-01'", "290000-01-01T00:00:00Z"],
  ["'infinity'::timestamp", "infinity"],
  ["'-infinity'::timestamptz", "-infinity"],
  ["timestamp_s '2024-01-01'", "2024-01-01T00:00:00Z"],
  ["timestamp_ms '2024-01-01 00:00:00.5'", "2024-01-01T00:00:00.500Z"],
  ["timestamp_ns '2024-01-01 00:00:00.123456789'", "2024-01-01T00:00:00.123456789Z"],
  ["timestamptz '2024-01-01 00:00:00+02'", "2023-12-31T22:00:00Z"],
  ["date '2024-02-29'", "2024-02-29"],
  ["'infinity'::date", "infinity"],
  ["time '10:00:00'", "10:00:00"],
  ["interval 1 month", "1 month"],
  ["uuid '00000000-0000-0000-0000-000000000001'", "00000000-0000-0000-0000-000000000001"],
  [`'{"a": 1}'::json`, '{"a": 1}'],
  ["'a'::enum('a', 'b')", "a"],
  ["[1, null, 'nan'::double]", "[1,null,null]"],
  ["[9007199254740993]", '["9007199254740993"]'],
  ["array_value(1, 2)", "[1,2]"],
  ["{'a': 1, 'b': [timestamp '2024-01-01']}", '{"a":1,"b":["2024-01-01T00:00:00Z"]}'],
  ["map {'k': date '2024-01-01'}", '{"k":"2024-01-01"}'],
  ["union_value(k := 1)", 1],
];

test.each(CELLS)("%s is the cell %j", async (expression, expected) => {
  const { rows } = await warehouse.table(raw(`select ${expression} as x`));
  expect(rows).toEqual([[expected]]);
});
