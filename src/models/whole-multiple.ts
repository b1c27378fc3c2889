import type { Dialect } from "../sql/dialect.ts";
import { raw, type Sql, sql } from "../sql/sql.ts";

/** The last multiple of `of` that is not above `x`, both whole: `%` alone would go up to it where `x` is below 0, before 1970. */
export function wholeMultiple(x: Sql, of: number, dialect: Dialect): Sql {
  const unit = dialect.cast(raw(String(of)), "integer");
  return sql`(${x} - (${x} % ${unit} + ${unit}) % ${unit})`;
}
