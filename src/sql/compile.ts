import type { Condition, Predicate, Rules, Scalar } from "../contract/condition.ts";
import type { Expression } from "../contract/expression.ts";
import type { Dialect, TypedSql } from "./dialect.ts";
import { joinSql, raw, type Sql, sql } from "./sql.ts";

/** Resolves a column's name to SQL; throws when there is no such column. */
export type ColumnScope = (name: string) => TypedSql;

/** The value as text: a column that is known to be one stays as it is, so that the engine's indexes still serve. */
export function asText(x: TypedSql, dialect: Dialect): Sql {
  return x.type === "text" ? x : dialect.cast(x, "text");
}

interface ExpressionOptions {
  readonly dialect: Dialect;
  /** A part of an operation, as wide as values like `like` can be: of narrower ones engines overflow, some without a word. */
  readonly widen?: (part: Sql, like: Expression, operation: Expression) => Sql;
}

/** SQL of an arithmetic expression; `/` is a double division that gives null for a zero divisor. */
export function compileExpression(e: Expression, column: ColumnScope, options: ExpressionOptions): Sql {
  const { dialect, widen = (part) => part } = options;
  const compile = (inner: Expression): Sql => compileExpression(inner, column, options);
  const operand = (inner: Expression): Sql => widen(compile(inner), inner, e);
  switch (e.kind) {
    case "column":
      return column(e.name);
    case "number":
      return dialect.number(e.text);
    case "text":
      return sql`${e.value}`;
    case "negate":
      return sql`(-${operand(e.operand)})`;
    case "binary":
      return e.op === "/"
        ? dialect.safeDivide(compile(e.left), compile(e.right))
        : sql`(${operand(e.left)} ${raw(e.op)} ${operand(e.right)})`;
    case "call":
      return e.fn === "coalesce"
        ? sql`coalesce(${joinSql(e.args.map((arg) => widen(compile(arg), e, e)))})`
        : dialect[e.fn](joinSql(e.args.map(compile)));
  }
}

function isScalar(p: Predicate): p is Scalar {
  return typeof p !== "object";
}

/** A column known to be of integers or decimals is compared with the number that is written, to its last digit; others as text. */
function equalsText(x: TypedSql, value: string, dialect: Dialect): Sql {
  const exact = /^(?:integer|decimal\(\d+,(\d+)\))$/.exec(x.type ?? "");
  if (x.type === undefined || exact === null) return sql`${asText(x, dialect)} = ${value}`;
  const written = /^(-?(?:0|[1-9]\d*))(?:\.(?=\d)(\d*?)0*)?$/.exec(value);
  const [, whole, fraction = ""] = written ?? [];
  if (whole === undefined || fraction.length > Number(exact[1] ?? 0)) return raw("false");
  return sql`${x} = ${dialect.tryCast(sql`${fraction === "" ? whole : `${whole}.${fraction}`}`, x.type)}`;
}

/** Every operator of the predicate, joined by AND. Comparisons with null are false, never unknown. */
function compilePredicate(x: TypedSql, predicate: Predicate, dialect: Dialect): Sql {
  const text = (): Sql => asText(x, dialect);
  const equals = (value: Scalar): Sql =>
    typeof value === "string" ? equalsText(x, value, dialect) : sql`${x} = ${value}`;
  const oneOf = (values: readonly Scalar[]): Sql => sql`(${joinSql(values.map(equals), " or ")})`;
  if (isScalar(predicate)) return sql`coalesce(${equals(predicate)}, false)`;
  if (Array.isArray(predicate)) return sql`coalesce(${oneOf(predicate)}, false)`;
  const parts: Sql[] = [];
  if (predicate.eq !== undefined) parts.push(equals(predicate.eq));
  if (predicate.ne !== undefined) parts.push(sql`not coalesce(${equals(predicate.ne)}, false)`);
  if (predicate.in !== undefined) parts.push(oneOf(predicate.in));
  if (predicate.prefix !== undefined) parts.push(dialect.startsWith(text(), predicate.prefix));
  if (predicate.contains !== undefined) parts.push(dialect.contains(text(), predicate.contains));
  if (predicate.regex !== undefined) parts.push(dialect.matches(text(), predicate.regex));
  if (predicate.is_null !== undefined) parts.push(predicate.is_null ? sql`${x} is null` : sql`${x} is not null`);
  for (const [key, op] of [
    ["gt", ">"],
    ["gte", ">="],
    ["lt", "<"],
    ["lte", "<="],
  ] as const) {
    const bound = predicate[key];
    if (bound !== undefined) parts.push(sql`${x} ${raw(op)} ${bound}`);
  }
  return parts.length === 0 ? raw("true") : sql`coalesce(${joinSql(parts, " and ")}, false)`;
}

/** SQL that is true or false (never null) for each row. */
export function compileCondition(condition: Condition, column: ColumnScope, dialect: Dialect): Sql {
  const parts = Object.entries(condition).map(([name, p]) => compilePredicate(column(name), p, dialect));
  return parts.length === 0 ? raw("true") : sql`(${joinSql(parts, " and ")})`;
}

/** `case` over ordered rules: the first match wins, then the default, then null. */
export function compileRules(rules: Rules, column: ColumnScope, dialect: Dialect): Sql {
  const branches = rules.rules.map(
    ({ when, then }) => sql`when ${compileCondition(when, column, dialect)} then ${then}`,
  );
  return sql`case ${joinSql(branches, " ")} else ${rules.default ?? null} end`;
}
