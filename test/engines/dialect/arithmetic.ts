import { createHash } from "node:crypto";
import { sql } from "../../../src/sql/sql.ts";
import { a, all, b, column, each, holds, pairs } from "./case-table.ts";
import type { DialectCase } from "./dialect-case.ts";

const md5Head = (text: string): number => createHash("md5").update(text).digest().readUInt32BE(0);

function bits(x: number | null): string | null {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x ?? 0);
  return x === null ? null : String(view.getBigInt64(0));
}

const DIGITS = column("integer", ...Array.from({ length: 10 }, (_, i) => i));

const integers = pairs(["integer", "integer"], [1, 4], [1, 0], [0, 0], [null, 2], [1, null], [-7, 2]);

export const ARITHMETIC: readonly DialectCase[] = [
  each(
    "checksum",
    "is the head of the MD5",
    column("text", "", "a", "K\u00f6ln \u{1d4b3}", "9007199254740993"),
  )((d) => d.checksum(a), ["", "a", "K\u00f6ln \u{1d4b3}", "9007199254740993"].map(md5Head)),
  each(
    "doubleBits",
    "are those of the standard",
    column("number", 1.5, -2.25, 1.5e-7, "1e30", "nan", "inf", null),
  )(
    (d) => d.cast(d.doubleBits(a), "text"),
    [1.5, -2.25, 1.5e-7, 1e30, Number.NaN, Number.POSITIVE_INFINITY, null].map(bits),
  ),
  each(
    "number",
    "times decimals is exact",
    column("decimal(18,2)", "-0.70", "0.29", null),
  )(
    (d) => d.cast(sql`(${a} * ${d.number("3")} - ${d.number("0.01")}) * ${d.number("0.25")}`, "text"),
    ["-0.5275", "0.2150", null],
  ),
  each("safeDivide", "integers as doubles", integers)((d) => d.safeDivide(a, b), [0.25, null, null, null, null, -3.5]),
  each(
    "safeDivide",
    "decimals",
    pairs(["decimal(18,2)", "decimal(18,2)"], ["10.01", "3"], ["1", "0.00"]),
  )((d) => d.safeDivide(a, b), [10.01 / 3, null]),
  each(
    "wideInteger",
    "holds an instant and a place behind it",
    pairs(["integer", "integer"], ["1700000000000000", 2], ["1700000000000000", 1]),
  )(
    (d) => sql`${d.cast(sql`(${d.wideInteger(a)} * 72057594037927936 + ${b}) % 72057594037927936`, "integer")}`,
    [2, 1],
  ),
  each(
    "hash64",
    "equal values have equal hashes, others not",
    pairs(["text", "text"], ["a", "a"], ["é", "e\u0301"]),
  )(
    holds((d) => sql`${d.hash64(a)} = ${d.hash64(b)}`),
    [true, false],
  ),
  each(
    "hash64",
    "64-bit ids that a double confuses",
    pairs(["integer", "integer"], ["9007199254740993", "9007199254740992"], [5, 5]),
  )(
    holds((d) => sql`${d.hash64(a)} = ${d.hash64(b)}`),
    [false, true],
  ),
  all(
    "hash64",
    "spreads values over buckets",
    DIGITS,
  )(
    holds((d) => sql`count(distinct ${d.hash64(a)} % 4) > 1 and min(${d.hash64(a)} % 4) >= 0`),
    true,
  ),
];
