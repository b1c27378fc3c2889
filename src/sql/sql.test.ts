import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DuckDBWarehouse, openDuckDB } from "../warehouse/duckdb/instance.ts";
import { ident, inlineText, joinSql, literal, numberedText, raw, sql } from "./sql.ts";

let warehouse: DuckDBWarehouse;
beforeAll(async () => {
  warehouse = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1, memoryLimitBytes: 200e6 });
});
afterAll(() => warehouse[Symbol.asyncDispose]());

const HOSTILE = [
  "'; drop table t; --",
  "' or '1'='1",
  "\\'; select 1; --",
  '"; drop table t; --',
  "$1",
  "$$x$$",
  "?",
  "%s {x} $x",
  "/* */",
  "\n--\r\n",
  "é漢👩‍👩‍👧\u202e",
  "E'\\x27'",
  "",
];

test("fragments compose and keep their values in order", () => {
  const inner = sql`b = ${2} and ${raw("true")}`;
  const outer = sql`select ${1} where ${inner} or c in (${joinSql([sql`${3}`, sql`${"x"}`])})`;
  expect(numberedText(outer)).toBe("select $1 where b = $2 and true or c in ($3, $4)");
  expect(outer.values).toEqual([1, 2, 3, "x"]);
  expect(inlineText(outer)).toBe("select 1 where b = 2 and true or c in (3, 'x')");
  expect(joinSql([])).toEqual(raw(""));
});

test.each(HOSTILE)("bound, %j comes back as it went in and runs nothing", async (text) => {
  await warehouse.exec(raw("create or replace table t as select 1 as x"));
  expect((await warehouse.table(sql`select ${text} as v, ${text} || 'x' as w`)).rows).toEqual([[text, `${text}x`]]);
  expect((await warehouse.table(raw("select count(*) from t"))).rows).toEqual([[1]]);
});

test.each(HOSTILE)("as a literal, %j comes back as it went in", async (text) => {
  await warehouse.exec(sql`create or replace view v as select ${text} as v`);
  expect((await warehouse.table(raw("select v from v"))).rows).toEqual([[text]]);
});

test.each(HOSTILE.filter((name) => name !== ""))(
  "as an identifier, %j names a column and nothing else",
  async (name) => {
    await warehouse.exec(sql`create or replace table odd as select 1 as ${ident(name)}`);
    expect((await warehouse.table(sql`select ${ident(name)} from odd`)).columns[0]?.name).toBe(name);
  },
);

test("any text, bound or literal, is itself", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "grapheme" }).filter((s) => !s.includes("\0")),
      async (text) => {
        const { rows } = await warehouse.table(
          sql`select ${text}, ${raw(literal(text))}, ${raw(literal(text))} = ${text}`,
        );
        expect(rows).toEqual([[text, text, true]]);
      },
    ),
    { numRuns: 100 },
  );
});

test("numbers, bigints, booleans and null are bound as themselves", async () => {
  const { rows } = await warehouse.table(sql`select ${1.5}, ${2n ** 60n}, ${true}, ${null}, ${-3}`);
  expect(rows).toEqual([[1.5, String(2n ** 60n), true, null, -3]]);
});

test("what cannot be an identifier or a literal is refused", () => {
  expect(() => ident("")).toThrow(RangeError);
  expect(() => ident("a\0b")).toThrow(RangeError);
  expect(() => ident("password", new Set(["name"]))).toThrow('unknown name: "password"');
  expect(ident("name", new Set(["name"]))).toEqual(raw('"name"'));
  expect(() => literal("a\0b")).toThrow(RangeError);
  expect(() => literal(Number.NaN)).toThrow(RangeError);
  expect(literal(null)).toBe("null");
});
