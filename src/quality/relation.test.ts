import { expect, test } from "vitest";
import { columnKind, columnType } from "./relation.ts";

test.each([
  ["VARCHAR", "text"],
  ["BIGINT", "integer"],
  ["UTINYINT", "integer"],
  ["DECIMAL(18,2)", "number"],
  ["DOUBLE", "number"],
  ["TIMESTAMP", "timestamp"],
  ["TIMESTAMP WITH TIME ZONE", "timestamp"],
  ["DATE", "date"],
  ["BOOLEAN", "boolean"],
  ["JSON", "json"],
  ["ENUM('a', 'b')", "text"],
  ["Nullable(Int64)", "integer"],
  ["INTEGER[]", "other"],
  ["STRUCT(a INTEGER)", "other"],
])("%s holds %s", (type, kind) => {
  expect(columnKind(type)).toBe(kind);
});

test.each([
  ["DECIMAL(18,2)", "decimal(18,2)"],
  ["DECIMAL(18,2)[]", undefined],
  ["DOUBLE", "number"],
  ["BIGINT", "integer"],
])("the type of %s is %s", (type, expected) => {
  expect(columnType(type)).toBe(expected);
});
