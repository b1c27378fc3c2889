import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ident, joinSql, raw, sql } from "../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import { inferColumns } from "./column-types.ts";

let warehouse: DuckDBWarehouse;
beforeAll(async () => {
  warehouse = await openDuckDB({ path: ":memory:", spillDir: tmpdir() });
});
afterAll(async () => warehouse[Symbol.asyncDispose]());

let tables = 0;

async function inferOne(name: string, values: readonly (string | null)[]) {
  const relation = `values_${tables++}`;
  const rows = joinSql(values.map((v) => sql`(${v})`));
  await warehouse.exec(
    sql`create table ${raw(relation)} as select cast(v as varchar) as ${ident(name)} from (values ${rows}) as t(v)`,
  );
  const [column] = await inferColumns(warehouse, relation, [name]);
  if (column === undefined) throw new Error("no column");
  return column;
}

test.each<[string, readonly (string | null)[], string]>([
  ["category_id", ["2053013552326770905", "1"], "integer"],
  ["big", ["9223372036854775807"], "integer"],
  ["big", ["1", "9223372036854775808"], "text"],
  ["big", ["12345678901234567890123"], "text"],
  ["zip", ["00123", "12345"], "text"],
  ["phone", ["+4930123456", "4930123456"], "text"],
  ["n", ["0", "-5", null], "integer"],
  ["flag", ["0", "1"], "integer"],
  ["flag", ["TRUE", "false", "True"], "boolean"],
  ["word", ["true", "maybe"], "text"],
  ["price", ["35.79", "33.20"], "decimal(18,2)"],
  ["price", ["35.79", "33.2", "5"], "decimal(18,4)"],
  ["unit_price", ["0.00123", "2.55"], "decimal(18,5)"],
  ["ratio", ["35.79", "33.20"], "decimal(18,2)"],
  ["snr", ["-15.0", "7.5", "3"], "number"],
  ["lat", ["51.886141", "-8.394627999999999"], "number"],
  ["price", ["0.12345678"], "number"],
  ["x", ["1e-5", "2.5", "3"], "number"],
  ["amount", ["1.234,56", "3,50"], "text"],
  ["version", ["1.2.3"], "text"],
  ["CustomerID", ["17850.0", "13047.0"], "text"],
  ["age", ["17.0", "13.0"], "number"],
  ["props", ['{"a":1}', "[1,2]"], "json"],
  ["props", ['{"a":1}', "{broken"], "text"],
  ["nothing", [null, null], "text"],
  ["nothing", ["-", "NA"], "text"],
  ["day", ["2019-10-01", "2019-10-02"], "date"],
  ["day", ["2019-02-30"], "text"],
])("%s %j is %s", async (name, values, type) => {
  expect((await inferOne(name, values)).type).toBe(type);
});

test.each<[string, readonly string[], string]>([
  ["t", ["2019-10-01 00:00:00 UTC"], "iso"],
  ["t", ["2014-10-22T11:15:41Z", "2014-10-22T11:15:41.123456+02:00", "2014-10-22 11:15:41 +0200"], "iso"],
  ["t", ["2014-10-22 11:15", "2014-10-22"], "iso"],
  ["ts", ["1569888000", "1569888001"], "epoch_s"],
  ["created_at", ["1569888000123"], "epoch_ms"],
  ["event_time", ["1569888000123456"], "epoch_us"],
  ["Timestamp", ["2019.12.16_13.40.04"], "%Y.%m.%d_%H.%M.%S"],
  ["InvoiceDate", ["1/12/2010 8:26", "13/12/2010 8:26"], "%d/%m/%Y %H:%M"],
  ["InvoiceDate", ["12/1/2010 8:26", "12/13/2010 8:26"], "%m/%d/%Y %H:%M"],
  ["InvoiceDate", ["12/1/10 8:26", "12/13/10 8:26"], "%m/%d/%y %H:%M"],
  ["date", ["19970101", "19971231"], "%Y%m%d"],
  ["when", ["Wed Jan  1 19:59:00 2003"], "%a %b %d %H:%M:%S %Y"],
  ["seen", ["31.12.2020 23:59:01"], "%d.%m.%Y %H:%M:%S"],
])("%s %j is a timestamp as %s", async (name, values, format) => {
  expect(await inferOne(name, values)).toMatchObject({ type: "timestamp", format });
});

test("whole numbers in the range of epochs stay numbers unless the name says time", async () => {
  expect((await inferOne("user_id", ["1569888000"])).type).toBe("integer");
  expect((await inferOne("time_spent", ["12", "1569888000"])).type).toBe("integer");
});

test("day and month that cannot be told apart are not guessed", async () => {
  const column = await inferOne("date", ["01/02/2010", "03/04/2010"]);
  expect(column.type).toBe("text");
  expect(column.reason).toContain("%d/%m/%Y and %m/%d/%Y");
});

test("markers between numbers become nulls, said with their count", async () => {
  const column = await inferOne("ping", ["12", "-", "-", "14", " ", null]);
  expect(column).toMatchObject({ type: "integer", nulls: ["-", " "], distinct: 2 });
  expect(column.nullShare).toBeCloseTo(4 / 6);
  expect(column.reason).toContain('"-" (2)');
});

test("NA among words is a value", async () => {
  const column = await inferOne("case_id", ["A", "B", "NA"]);
  expect(column).toMatchObject({ type: "text", nullShare: 0, distinct: 3 });
  expect(column.nulls).toBeUndefined();
  expect(column.reason).toContain('"NA" (1) kept as a value');
});

test("why a column stays text is said", async () => {
  expect((await inferOne("a", ["1,5", "2"])).reason).toContain("decimal comma");
  expect((await inferOne("a", ["007", "2"])).reason).toContain("007");
  expect((await inferOne("a", ["1", "2", "three"])).reason).toContain('"three"');
});

test("columns come back in the order asked for, quotes and case in names included", async () => {
  await warehouse.exec(sql`create table odd as select '1' as "b ""x""", 'w' as "A" from range(3)`);
  const columns = await inferColumns(warehouse, "odd", ['b "x"', "A"]);
  expect(columns.map(({ name, type }) => [name, type])).toEqual([
    ['b "x"', "integer"],
    ["A", "text"],
  ]);
});
