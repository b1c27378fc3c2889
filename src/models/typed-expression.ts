import type { Expression } from "../contract/expression.ts";
import { compileExpression } from "../sql/compile.ts";
import type { Dialect, SqlType } from "../sql/dialect.ts";
import type { Sql } from "../sql/sql.ts";
import { isExact, sqlType, sumType, widerType } from "./column-type.ts";
import { type ColumnSet, scopeOf } from "./dimension.ts";

/** SQL and the type of its value. */
export interface TypedValue {
  readonly x: Sql;
  readonly type: SqlType;
}

interface ExpressionContext {
  readonly dialect: Dialect;
  /** Where the expression stands in the project, for errors. */
  readonly path: string;
}

/**
 * An expression over the columns of a relation: integers and decimals are computed to 38 digits.
 * @throws AppError CONFIG_INVALID for an unknown column
 */
export function typedExpression(e: Expression, from: ColumnSet, { dialect, path }: ExpressionContext): TypedValue {
  const types = new Map(from.columns.map(({ name, type }) => [name.toLowerCase(), type]));
  const unknown: SqlType = from.complete ? "text" : "number";
  const typeOf = (inner: Expression): SqlType =>
    expressionType(inner, (name) => types.get(name.toLowerCase()) ?? unknown);
  const widen = (part: Sql, like: Expression, operation: Expression): Sql =>
    isExact(typeOf(operation)) ? dialect.cast(part, sumType(typeOf(like))) : part;
  return { x: compileExpression(e, scopeOf(from, path), { dialect, widen }), type: typeOf(e) };
}

/** The type of an expression: sums and products of exact numbers are exact, a division is a double. */
export function expressionType(e: Expression, column: (name: string) => SqlType): SqlType {
  const typeOf = (inner: Expression): SqlType => expressionType(inner, column);
  switch (e.kind) {
    case "column":
      return column(e.name);
    case "number":
      return literalType(e.text);
    case "text":
      return "text";
    case "negate":
      return typeOf(e.operand);
    case "binary":
      return binaryType(e.op, typeOf(e.left), typeOf(e.right));
    case "call":
      return e.fn === "coalesce" ? e.args.map(typeOf).reduce(widerType) : "text";
  }
}

/** A number is as wide as it is written: beside a column it then needs no more digits than the column. */
function literalType(text: string): SqlType {
  const [whole = "", fraction] = text.split(".");
  if (fraction === undefined) return "integer";
  const digits = whole.length + fraction.length;
  return digits > 38 ? "number" : `decimal(${digits},${fraction.length})`;
}

const decimalOf = (scale: number): SqlType => (scale > 38 ? "number" : sqlType(`decimal(38,${scale})`));

const scaleOf = (type: SqlType): number => Number(/,(\d+)\)$/.exec(type)?.[1] ?? 0);

function binaryType(op: string, a: SqlType, b: SqlType): SqlType {
  if (op === "/") return "number";
  if (!isExact(a) || !isExact(b))
    return a === "number" || isExact(a) ? (b === "number" || isExact(b) ? "number" : b) : a;
  if (a === "integer" && b === "integer") return "integer";
  return decimalOf(op === "*" ? scaleOf(a) + scaleOf(b) : Math.max(scaleOf(a), scaleOf(b)));
}
