import type { SqlType } from "../sql/dialect.ts";

const PLAIN: readonly string[] = ["text", "integer", "number", "boolean", "timestamp", "date", "json"];
const DECIMAL = /^decimal\((\d{1,2}),\s*(\d{1,2})\)$/;

/** A logical type as written in a schema, as the dialect's type. @throws RangeError for an unknown type */
export function sqlType(logical: string): SqlType {
  const decimal = DECIMAL.exec(logical);
  if (decimal !== null) return `decimal(${Number(decimal[1])},${Number(decimal[2])})`;
  if (PLAIN.includes(logical)) return logical as SqlType;
  throw new RangeError(`unknown type ${JSON.stringify(logical)}`);
}

interface Digits {
  readonly whole: number;
  readonly scale: number;
}

function digitsOf(type: SqlType): Digits | null {
  if (type === "integer") return { whole: 19, scale: 0 };
  const decimal = DECIMAL.exec(type);
  return decimal === null ? null : { whole: Number(decimal[1]) - Number(decimal[2]), scale: Number(decimal[2]) };
}

/** The narrowest type that holds the values of both; text when nothing else does. */
export function widerType(a: SqlType, b: SqlType): SqlType {
  if (a === b) return a;
  const [da, db] = [digitsOf(a), digitsOf(b)];
  if (da !== null && db !== null) {
    const scale = Math.max(da.scale, db.scale);
    const whole = Math.max(da.whole, db.whole);
    return whole + scale > 38 ? "number" : `decimal(${whole + scale},${scale})`;
  }
  const numeric = (type: SqlType, digits: Digits | null): boolean => type === "number" || digits !== null;
  return numeric(a, da) && numeric(b, db) ? "number" : "text";
}

/** True for types whose sums the engine computes exactly. */
export function isExact(type: SqlType): boolean {
  return digitsOf(type) !== null;
}

/** The type of a sum over values of a type: money stays decimal. */
export function sumType(type: SqlType): SqlType {
  const digits = digitsOf(type);
  return digits === null ? "number" : `decimal(38,${digits.scale})`;
}
