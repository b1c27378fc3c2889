import { literal, type Sql, type SqlValue } from "../../sql/sql.ts";

/** A statement as the server takes it: `{p1:Int64}` where a value stands, and the values beside it. */
export interface BoundText {
  readonly text: string;
  readonly parameters: Readonly<Record<string, string | number | boolean | bigint>>;
}

const INT64 = 2n ** 63n;

function typeOf(value: Exclude<SqlValue, null>): string {
  if (typeof value === "string") return "String";
  if (typeof value === "boolean") return "Bool";
  if (typeof value === "number") return Number.isSafeInteger(value) ? "Int64" : "Float64";
  return value >= -INT64 && value < INT64 ? "Int64" : "Int256";
}

/** The text with every value bound by name and type; null is written as it is, it has no type to bind. */
export function boundText({ texts, values }: Sql): BoundText {
  const parameters: Record<string, string | number | boolean | bigint> = {};
  const text = texts.reduce((all, piece, i) => {
    const value = values[i - 1] ?? null;
    if (value === null) return `${all}null${piece}`;
    parameters[`p${i}`] = value;
    return `${all}{p${i}:${typeOf(value)}}${piece}`;
  });
  return { text, parameters };
}

/** The text with every value written as a literal: for statements in which the server binds nothing. */
export function literalText({ texts, values }: Sql): string {
  return texts.reduce((all, piece, i) => all + clickhouseLiteral(values[i - 1] ?? null) + piece);
}

/** A literal in which a backslash stands for itself: here it begins an escape in any text. */
export function clickhouseLiteral(value: SqlValue): string {
  return literal(typeof value === "string" ? value.replaceAll("\\", "\\\\") : value);
}
