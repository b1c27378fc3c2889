import type { Dialect, SqlType } from "../sql/dialect.ts";
import type { Sql } from "../sql/sql.ts";
import { widerType } from "./column-type.ts";

/**
 * What values of two keys are compared as. Numbers of different types meet as decimals that hold both, or where none does, as with
 * doubles, with nine fraction digits; other keys of different types as text. A number too large for that is null: it meets nothing.
 */
export function keyMeeting(mine: SqlType, theirs: SqlType, dialect: Dialect): (key: Sql) => Sql {
  if (mine === theirs) return (key) => key;
  const type = widerType(mine, theirs);
  // a double holds two whole numbers beyond 2^53 as one
  return (key) => (type === "number" ? dialect.tryCast(key, "decimal(38,9)") : dialect.cast(key, type));
}
