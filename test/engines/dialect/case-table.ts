import type { SqlType } from "../../../src/sql/dialect.ts";
import { raw } from "../../../src/sql/sql.ts";
import type { Cell } from "../../../src/warehouse/port.ts";
import type { DialectCase, DialectMember } from "./dialect-case.ts";

export const [a, b, c] = [raw("a"), raw("b"), raw("c")];

type Rows = readonly (readonly Cell[])[];
type Of = readonly [types: readonly SqlType[], rows: Rows];
export type Ask = DialectCase["ask"];

/** A case about each row. */
export function each(
  member: DialectMember,
  what: string,
  [types, rows]: Of,
): (ask: Ask, expected: readonly Cell[] | "nothing") => DialectCase {
  return (ask, expected) => ({ member, what, types, rows, over: "each", ask, expected });
}

/** A case about all rows together. */
export function all(member: DialectMember, what: string, [types, rows]: Of): (ask: Ask, expected: Cell) => DialectCase {
  return (ask, expected) => ({ member, what, types, rows, over: "all", ask, expected: [expected] });
}

/** A condition as a value: engines have numbers, not booleans, for what they compare. */
export const holds =
  (condition: Ask): Ask =>
  (d) =>
    d.cast(condition(d), "boolean");

/** A relation of one column. */
export const column = (type: SqlType, ...cells: readonly Cell[]): Of => [[type], cells.map((cell) => [cell])];

/** A relation of two columns. */
export const pairs = (types: readonly [SqlType, SqlType], ...rows: Rows): Of => [types, rows];

/** Instants on both sides of 1970 and of the hour at which clocks in Europe go forward. */
export const INSTANTS = [
  "2024-02-29 23:30:00.123456",
  "2024-03-31 00:59:59.999999",
  "2024-03-31 01:00:00",
  "1969-12-31 23:59:59.999999",
  null,
];
