import { expect, test } from "vitest";
import { parseExpression } from "../contract/expression.ts";
import { duckdbDialect } from "../warehouse/duckdb/dialect.ts";
import { sqlType } from "./column-type.ts";
import { expressionType, typedExpression } from "./typed-expression.ts";

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

test.each([
  ["quantity * score", /^\("quantity" \* "score"\)$/],
  ["quantity * quantity - score", /^\(\(cast\("quantity" .*\) \* cast\("quantity" .*\)\) - "score"\)$/],
  ["-score", /^\(-"score"\)$/],
])("only operations whose whole is exact are widened: %s", (expression, expected) => {
  const columns = Object.entries(TYPES).map(([name, type]) => ({ name, type: sqlType(type) }));
  const from = { columns, complete: true };
  const { x } = typedExpression(parseExpression(expression), from, { dialect: duckdbDialect, path: "m" });
  expect(x.texts.join("")).toMatch(expected);
});
