import { raw, sql } from "../../../src/sql/sql.ts";
import { a, all, b, column, each, INSTANTS, pairs } from "./case-table.ts";
import type { DialectCase } from "./dialect-case.ts";

const big = "9223372036854775807";

export const CASTS: readonly DialectCase[] = [
  each(
    "type",
    "names a type that casts take",
    column("text", "1"),
  )((d) => sql`cast(${a} as ${d.type("integer")}) + 1`, [2]),
  each(
    "cast",
    "text to 64-bit integer loses no digit",
    column("text", "9007199254740993", big, "-1", null),
  )((d) => d.cast(a, "integer"), ["9007199254740993", big, -1, null]),
  each(
    "cast",
    "64-bit integer to text",
    column("integer", "9007199254740993", big, -1, 0, null),
  )((d) => d.cast(a, "text"), ["9007199254740993", big, "-1", "0", null]),
  each(
    "wideInteger",
    "a product beyond 64 bits keeps every digit",
    column("integer", big, -1, 0, null),
  )((d) => d.cast(sql`${d.wideInteger(a)} * 16`, "text"), ["147573952589676412912", "-16", "0", null]),
  each(
    "cast",
    "text to decimal",
    column("text", "59442.63", "-0.01", "0", null),
  )((d) => d.cast(a, "decimal(18,2)"), [59442.63, -0.01, 0, null]),
  each(
    "cast",
    "decimal to text keeps its digits",
    column("decimal(18,2)", "1.50", "-0.10", "12", null),
  )((d) => d.cast(a, "text"), ["1.50", "-0.10", "12.00", null]),
  each(
    "roundedDecimal",
    "rounds to the nearest, whatever a product of doubles falls short of",
    column("number", 1 / 3, 2 / 3, -2 / 3, 0.125, 0.29, 1.005, 1e6, 0, null),
  )(
    (d) => d.cast(d.roundedDecimal(a, 9), "text"),
    [
      ...["0.333333333", "0.666666667", "-0.666666667", "0.125000000", "0.290000000", "1.005000000"],
      ...["1000000.000000000", "0.000000000", null],
    ],
  ),
  each(
    "cast",
    "decimal to double",
    column("decimal(38,9)", "0.1", "-12345678.5", null),
  )((d) => d.cast(a, "number"), [0.1, -12345678.5, null]),
  each(
    "cast",
    "integer to double and back",
    column("integer", 0, -7, null),
  )((d) => d.cast(d.cast(a, "number"), "integer"), [0, -7, null]),
  each(
    "cast",
    "boolean to integer and text",
    column("boolean", true, false, null),
  )((d) => sql`${d.cast(a, "text")} || ${d.cast(d.cast(a, "integer"), "text")}`, ["true1", "false0", null]),
  each(
    "cast",
    "text to date, date to text",
    column("text", "2024-02-29", "1969-12-31", null),
  )((d) => d.cast(d.cast(a, "date"), "text"), ["2024-02-29", "1969-12-31", null]),
  each(
    "cast",
    "text to timestamp keeps microseconds",
    column("text", ...INSTANTS),
  )(
    (d) => d.cast(a, "timestamp"),
    [
      "2024-02-29T23:30:00.123456Z",
      "2024-03-31T00:59:59.999999Z",
      "2024-03-31T01:00:00Z",
      "1969-12-31T23:59:59.999999Z",
      null,
    ],
  ),
  each(
    "cast",
    "date to timestamp is midnight",
    column("date", "2024-02-29", null),
  )((d) => d.cast(a, "timestamp"), ["2024-02-29T00:00:00Z", null]),
  each(
    "cast",
    "timestamp to date is the UTC day",
    column("timestamp", ...INSTANTS),
  )((d) => d.cast(a, "date"), ["2024-02-29", "2024-03-31", "2024-03-31", "1969-12-31", null]),
  each(
    "cast",
    "products of decimals with 38 digits keep every one",
    column("decimal(18,4)", "12345.6789", "-0.5", null),
  )(
    (d) => {
      const x = d.cast(a, "decimal(38,4)");
      return d.cast(sql`${x} * ${x} * ${x} - ${d.number("0.5")}`, "text");
    },
    ["1881676371788.654860897069", "-0.625000000000", null],
  ),
  each(
    "cast",
    "integers with 38 digits among decimals, doubles and numbers as they are written",
    pairs(["integer", "decimal(18,2)"], [3, "0.25"], [big, "0.75"], [null, "1.50"]),
  )(
    (d) => {
      const [x, y] = [d.cast(a, "decimal(38,0)"), d.cast(b, "decimal(38,2)")];
      return sql`coalesce(${d.cast(a, "decimal(38,2)")}, ${y}) * ${d.cast(raw("2"), "number")} - ${x} - ${x} + ${y} * 2`;
    },
    [0.5, 1.5, null],
  ),
  all(
    "wideInteger",
    "a sum goes beyond 64 bits",
    column("integer", big, big, null),
  )((d) => d.cast(sql`sum(${d.wideInteger(a)})`, "text"), "18446744073709551614"),
  each("cast", "what does not fit is never a value", column("text", "x"))((d) => d.cast(a, "integer"), "nothing"),
  each(
    "cast",
    "an integer beyond 64 bits is never a value",
    column("text", "9223372036854775808"),
  )((d) => d.cast(a, "integer"), "nothing"),
  each(
    "tryCast",
    "integers or null",
    column("text", "12", "x", "", "1.5", "9223372036854775808", "9007199254740993", null),
  )(
    (d) => sql`case when ${a} = '1.5' then 0 else ${d.tryCast(a, "integer")} end`,
    [12, null, null, 0, null, "9007199254740993", null],
  ),
  each(
    "tryCast",
    "doubles or null",
    column("text", "1.5", "-2e3", "x", "", null),
  )((d) => d.tryCast(a, "number"), [1.5, -2000, null, null, null]),
  each(
    "tryCast",
    "dates or null",
    column("text", "2024-02-29", "2023-02-29", "x", null),
  )((d) => d.tryCast(a, "date"), ["2024-02-29", null, null, null]),
  each(
    "tryCast",
    "timestamps or null",
    column("text", "2024-02-29 12:00:00", "2024-02-30 12:00:00", "x", null),
  )((d) => d.tryCast(a, "timestamp"), ["2024-02-29T12:00:00Z", null, null, null]),
  each(
    "tryCast",
    "decimals or null",
    column("text", "12345678901234567890", "-0.5", "123456789012345678901234567890123456789", "x", "(none)", "", null),
  )(
    (d) => d.cast(d.tryCast(a, "decimal(38,2)"), "text"),
    ["12345678901234567890.00", "-0.50", null, null, null, null, null],
  ),
  each(
    "tryCast",
    "a double too large for a decimal is null",
    column("number", 1.5, "1e300", null),
  )((d) => d.tryCast(a, "decimal(38,9)"), [1.5, null, null]),
];
