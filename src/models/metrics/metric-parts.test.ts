import { expect, test } from "vitest";
import { parseExpression } from "../../contract/expression.ts";
import { raw, sql } from "../../sql/sql.ts";
import { openDuckDB } from "../../warehouse/duckdb/instance.ts";
import { sqlType } from "../column-type.ts";
import { expressionType, metricParts } from "./metric-parts.ts";

const TYPES: Readonly<Record<string, string>> = {
  price: "decimal(18,2)",
  quantity: "integer",
  score: "number",
  ok: "boolean",
  name: "text",
};

test.each([
  ["quantity", "integer"],
  ["quantity * 2 - 1", "integer"],
  ["price * quantity", "decimal(38,2)"],
  ["price * 0.25", "decimal(38,4)"],
  ["-(price + 1)", "decimal(38,2)"],
  ["price / quantity", "number"],
  ["score * quantity", "number"],
  ["coalesce(price, 0)", "decimal(21,2)"],
  ["coalesce(price, 0.5)", "decimal(18,2)"],
  ["lower(name)", "text"],
  ["price + name", "text"],
  ["ok", "boolean"],
])("%s is a %s", (expression, expected) => {
  expect(expressionType(parseExpression(expression), (name) => sqlType(TYPES[name] ?? "text"))).toBe(expected);
});

test("sums and products go beyond the digits of their columns", async () => {
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1 });
  await warehouse.exec(
    raw(`create table rows as select cast(p as decimal(18,4)) as price, cast(q as bigint) as quantity
      from (values ('12345.6789', '9223372036854775807'), ('-0.5', '9223372036854775807')) as t(p, q)`),
  );
  const from = {
    columns: [
      { name: "price", type: "decimal(18,4)" },
      { name: "quantity", type: "integer" },
    ],
    complete: true,
  } as const;
  const sum = async (of: string): Promise<unknown> => {
    const { dialect } = warehouse;
    const parts = metricParts({ kind: "sum", of, entity: "event", good: "up" }, { id: "m", from, dialect });
    return (await warehouse.table(sql`select ${dialect.cast(parts.numerator, "text")} from rows`)).rows[0]?.[0];
  };
  expect(await sum("quantity")).toBe("18446744073709551614");
  expect(await sum("quantity * 3 - 1")).toBe("55340232221128654840");
  expect(await sum("price * price * price")).toBe("1881676371789.029860897069");
  expect(await sum("coalesce(price * quantity, quantity) - price * quantity")).toBe("0.0000");
  expect(await sum("coalesce(price, 0.5) * 2")).toBe("24690.3578");
  expect(await sum("-coalesce(quantity, price) + price * 2")).toBe("-18446744073709526923.6422");
});
