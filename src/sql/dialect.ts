import type { Sql } from "./sql.ts";

/** Engine-neutral column types, as models and casts name them. */
export type SqlType =
  | "text"
  | "integer"
  | "number"
  | "boolean"
  | "timestamp"
  | "date"
  | "json"
  | `decimal(${number},${number})`;

/** An expression whose type may be known. */
export interface TypedSql extends Sql {
  readonly type?: SqlType;
}

/** Fractions, at most 1 in size, are whole numbers to `wholeTotal` when multiplied by this first; the sum is divided by it. */
export const UNITS = `${2 ** 62}e0`;

/**
 * How an engine spells what Tidemark means. Members are named by meaning, each with one promise;
 * the conformance suite holds every engine to it.
 */
export interface Dialect {
  readonly engine: string;
  /** The type's name in this engine. */
  type(type: SqlType): Sql;
  /**
   * Converts values that fit; of others an engine makes null or an error, so that `tryCast` is for where they may come.
   * Text is `1.0` of a whole double, all digits of a decimal, and of an instant what `YYYY-MM-DD hh:mm:ss` needs; an
   * expression whose type is known may be converted by shorter SQL.
   */
  cast(x: TypedSql, type: SqlType): Sql;
  /** Converts; values that do not fit become null. */
  tryCast(x: Sql, type: SqlType): Sql;
  /** A number as it is written: one with a point is a decimal, exact to its last digit. */
  number(text: string): Sql;
  /** A double as a decimal with so many fraction digits, halves away from zero. The double is smaller than 1e18 in size. */
  roundedDecimal(x: Sql, scale: number): Sql;
  /** `a / b` as a double; null when either is null or b is 0. */
  safeDivide(a: Sql, b: Sql): Sql;
  /** Linear-interpolation quantile (Hyndman-Fan type 7) of the non-null values, null when there are none. */
  quantile(p: number, x: Sql): Sql;
  /** Several quantiles of one column, each as `quantile` says; the engine holds the values once. */
  quantiles(shares: readonly number[], x: Sql): readonly Sql[];
  /**
   * Sum of doubles whose size is at most 2^62, each rounded to a whole number (halves to even), as one of 128 bits: the same in
   * any order of rows; null when there are none. Such sums may be summed again.
   */
  wholeTotal(x: Sql): Sql;
  /** An integer as a term of a sum, which is then exact beyond 64 bits too and fits a decimal. */
  summand(x: Sql): Sql;
  /** Rows of the group for which the condition is true. */
  countIf(condition: Sql): Sql;
  /** Sum of x over rows for which the condition is true; null when there are none. */
  sumIf(x: Sql, condition: Sql): Sql;
  /** Exact number of distinct non-null values of x among rows for which the condition is true. */
  countDistinctIf(x: Sql, condition: Sql): Sql;
  /**
   * Number of distinct non-null values, estimated in one pass; the same at any thread count. Enough to tell ten from a
   * thousand: of many values DuckDB's estimate was measured up to 27 % off.
   */
  approxDistinct(x: Sql): Sql;
  /** `x in (rows)`, where the rows are those of a query with one column: on a cluster it is answered once for all shards. */
  isAmong(x: Sql, rows: Sql): Sql;
  /** The value of x in the row that has one and whose keys, compared one after the other, come first; null when there is none. */
  firstBy(x: Sql, keys: readonly Sql[]): Sql;
  /** The calendar day of a UTC timestamp moved by a fixed number of milliseconds. */
  dayAt(ts: Sql, offsetMs: number): Sql;
  /** The instant (UTC timestamp) at which the clock hour of a UTC timestamp began, where clocks are a fixed number of milliseconds ahead of UTC. */
  hourAt(ts: Sql, offsetMs: number): Sql;
  /** The first day of the week, month, quarter or year of a date. */
  startOf(day: Sql, grain: "week" | "month" | "quarter" | "year", weekStart: "monday" | "sunday"): Sql;
  /** Whole microseconds since 1970-01-01 UTC of a timestamp. */
  epochUs(ts: Sql): Sql;
  /** Microseconds from a to b. */
  microsBetween(a: Sql, b: Sql): Sql;
  /** Calendar days from date a to date b. */
  daysBetween(a: Sql, b: Sql): Sql;
  /** The whole number as a 128-bit integer. */
  wideInteger(x: Sql): Sql;
  /** A stable 64-bit hash of the value, for bucketing within one engine. */
  hash64(x: Sql): Sql;
  /** A whole number from 0 to 2^32 - 1 made of the MD5 of a text: the same on every engine, for samples and checksums. */
  checksum(x: Sql): Sql;
  /** The 64 bits of a double as a whole number: two doubles have the same only if nothing tells them apart; null for null. */
  doubleBits(x: Sql): Sql;
  startsWith(x: Sql, prefix: string): Sql;
  contains(x: Sql, needle: string): Sql;
  /** True when every character of the text is ASCII. */
  isAscii(x: Sql): Sql;
  /** The text in lower case, letters of every script. */
  lower(x: Sql): Sql;
  /** The text without white space at its ends. */
  trim(x: Sql): Sql;
  /** The text in Unicode's NFC, every run of white space one space, none at the ends; null when nothing is left. */
  tidyText(x: Sql): Sql;
  /** In a select list: one row for each top-level key of a JSON object. */
  jsonKeys(x: Sql): Sql;
  /** True when the RE2 pattern matches anywhere in the text. */
  matches(x: Sql, pattern: string): Sql;
  /** Timestamp literal of an instant. */
  timestamp(instantMs: number): Sql;
  /** Date literal. */
  date(day: string): Sql;
}
