import { afterAll, beforeAll, expect, test } from "vitest";
import { type Condition, Rules } from "../contract/condition.ts";
import { parseExpression } from "../contract/expression.ts";
import { type DuckDBWarehouse, openDuckDB } from "../warehouse/duckdb/instance.ts";
import { compileCondition, compileExpression, compileRules } from "./compile.ts";
import { ident, raw, type Sql, sql } from "./sql.ts";

let warehouse: DuckDBWarehouse;
beforeAll(async () => {
  warehouse = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1, memoryLimitBytes: 200e6 });
  await warehouse.exec(
    raw(`create table rows as select * from (values
      (1, 'pro', 10.5::decimal(10, 2), true, 9007199254740993),
      (2, 'free', 0, false, 5),
      (3, 'it''s', -2, null, null),
      (4, null, null, true, 7),
      (5, 'Pro_x', 4, false, 8)) as t(id, plan, price, paid, big)`),
  );
});
afterAll(() => warehouse[Symbol.asyncDispose]());

const COLUMNS = new Set(["id", "plan", "price", "paid", "big"]);
const column = (name: string): Sql => ident(name, COLUMNS);

async function matching(condition: Condition): Promise<readonly unknown[]> {
  const where = compileCondition(condition, column, warehouse.dialect);
  return (await warehouse.table(sql`select id from rows where ${where} order by id`)).rows.map(([id]) => id);
}

const CONDITIONS: readonly (readonly [Condition, readonly number[]])[] = [
  [{}, [1, 2, 3, 4, 5]],
  [{ plan: "pro" }, [1]],
  [{ plan: "it's" }, [3]],
  [{ plan: "' or '1'='1" }, []],
  [{ plan: "'; drop table rows; --" }, []],
  [{ plan: ["pro", "free"] }, [1, 2]],
  [{ plan: { in: ["pro", "it's"] } }, [1, 3]],
  [{ plan: { eq: "free" } }, [2]],
  [{ plan: { ne: "free" } }, [1, 3, 4, 5]],
  [{ plan: { is_null: true } }, [4]],
  [{ plan: { is_null: false } }, [1, 2, 3, 5]],
  [{ plan: { prefix: "pr" } }, [1]],
  [{ plan: { prefix: "" } }, [1, 2, 3, 5]],
  [{ plan: { prefix: "%" } }, []],
  [{ plan: { contains: "ro" } }, [1, 5]],
  [{ plan: { contains: "_" } }, [5]],
  [{ plan: { regex: "^(?i)pro" } }, [1, 5]],
  [{ plan: { regex: "^f.*e$", ne: "free" } }, []],
  [{ price: { gt: 0 } }, [1, 5]],
  [{ price: { gte: 0, lt: 10.5 } }, [2, 5]],
  [{ price: { lte: -2 } }, [3]],
  [{ price: 4 }, [5]],
  [{ price: [0, 4] }, [2, 5]],
  [{ paid: true }, [1, 4]],
  [{ paid: { ne: true } }, [2, 3, 5]],
  [{ big: 5 }, [2]],
  [{ big: "9007199254740993" }, [1]],
  [{ id: "1" }, [1]],
  [{ plan: { ne: "pro" }, price: { gte: 0 } }, [2, 5]],
];

test.each(CONDITIONS)("%j keeps the rows %j", async (condition, ids) => {
  expect(await matching(condition)).toEqual(ids);
});

test("a condition is true or false for every row, so that its opposite is the rest", async () => {
  for (const [condition, ids] of CONDITIONS) {
    const where = compileCondition(condition, column, warehouse.dialect);
    const { rows } = await warehouse.table(
      sql`select count(*) filter (where not ${where}), count(*) filter (where (${where}) is null) from rows`,
    );
    expect(rows).toEqual([[5 - ids.length, 0]]);
  }
});

test.each([
  ["decimal(38,2)", "12345678901234567890", [1]],
  ["decimal(38,2)", "12345678901234567890.00", [1]],
  ["decimal(38,2)", "12345678901234567890.000", [1]],
  ["decimal(38,2)", "12345678901234567890.5", [2]],
  ["decimal(38,2)", "12345678901234567890.004", []],
  ["decimal(38,2)", "(none)", []],
  ["integer", "9007199254740993", [1]],
  ["integer", "5.0", [2]],
  ["integer", "05", []],
  ["integer", "9007199254740992.5", []],
  ["integer", "99999999999999999999", []],
] as const)("a quoted number is found among %ss to its last digit: %s", async (type, value, expected) => {
  const rows = sql`(values (1, 12345678901234567890.00, 9007199254740993), (2, 12345678901234567890.50, 5), (3, null, null))`;
  const x = type === "integer" ? raw("n") : raw("d");
  const where = compileCondition({ x: value }, () => ({ ...x, type }), warehouse.dialect);
  const found = await warehouse.table(
    sql`select id from (select id, cast(d as decimal(38,2)) as d, cast(n as bigint) as n from ${rows} as t(id, d, n)) where ${where} order by id`,
  );
  expect(found.rows.map(([id]) => id)).toEqual(expected);
  expect(where.texts.join("")).not.toContain("varchar");
});

test("values are bound, and an unknown column is refused", () => {
  const { texts, values } = compileCondition({ plan: "'; --", price: { gt: 3 } }, column, warehouse.dialect);
  expect(texts.join("")).not.toContain("--");
  expect(values).toEqual(["'; --", 3]);
  expect(() => compileCondition({ password: "x" }, column, warehouse.dialect)).toThrow('unknown name: "password"');
});

test.each([
  ["price * 2 + 1", [22, 1, -3, null, 9]],
  ["price / id", [10.5, 0, -2 / 3, null, 0.8]],
  ["1 / price", [1 / 10.5, null, -0.5, null, 0.25]],
  ["coalesce(price, 0) - -id", [11.5, 2, 1, 4, 9]],
  ["lower(plan)", ["pro", "free", "it's", null, "pro_x"]],
  ["coalesce(trim(plan), 'it''s; --')", ["pro", "free", "it's", "it's; --", "Pro_x"]],
])("%s computes %j", async (text, expected) => {
  const compiled = compileExpression(parseExpression(text), column, warehouse);
  const { rows } = await warehouse.table(sql`select ${compiled} from rows order by id`);
  rows.forEach(([cell], i) => {
    const value = expected[i];
    if (typeof value === "number") expect(Number(cell)).toBeCloseTo(value, 12);
    else expect(cell).toBe(value);
  });
});

test("sums of decimals stay exact", async () => {
  const compiled = compileExpression(parseExpression("price * 3"), column, warehouse);
  expect((await warehouse.table(sql`select sum(${compiled}) = 37.50 from rows`)).rows).toEqual([[true]]);
});

test.each([
  [
    '{"rules": [{"when": {"plan": "pro"}, "then": "paid"}, {"when": {"price": {"gte": 0}}, "then": "other"}]}',
    ["paid", "other", null, null, "other"],
  ],
  [
    '{"rules": [{"when": {"plan": {"is_null": true}}, "then": "none"}], "default": "some \'"}',
    ["some '", "some '", "some '", "none", "some '"],
  ],
])("the first rule that holds gives the value: %s", async (text, expected) => {
  const value = compileRules(Rules.parse(JSON.parse(text)), column, warehouse.dialect);
  const { rows } = await warehouse.table(sql`select ${value} from rows order by id`);
  expect(rows.map(([cell]) => cell)).toEqual(expected);
});
