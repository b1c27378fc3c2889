import type { Dialect, SqlType } from "../../../src/sql/dialect.ts";
import { joinSql, raw, type Sql, sql } from "../../../src/sql/sql.ts";
import type { Cell } from "../../../src/warehouse/port.ts";

/** What the members of the dialect are functions of. */
export type DialectMember = Exclude<keyof Dialect, "engine">;

/** One promise of a member, with the answer that every engine gives. */
export interface DialectCase {
  readonly member: DialectMember;
  readonly what: string;
  /** Types of the columns a, b and c of a relation. */
  readonly types: readonly SqlType[];
  readonly rows: readonly (readonly Cell[])[];
  /** `each`: the expression for each row, in order; `all`: once over all rows; `list`: rows of their own, sorted. */
  readonly over: "each" | "all" | "list";
  readonly ask: (dialect: Dialect) => Sql;
  /** The values, or that there is none: null or an error. */
  readonly expected: readonly Cell[] | "nothing";
}

/** The statement that answers a case: a single column `x`. */
export function caseQuery({ types, rows, over, ask }: DialectCase, dialect: Dialect): Sql {
  const from = sql`(${relation(types, rows, dialect)}) as r`;
  if (over === "each") return sql`select ${ask(dialect)} as x from ${from} where n >= 0 order by n`;
  if (over === "list") return sql`select ${ask(dialect)} as x from ${from} where n >= 0 order by x`;
  return sql`select ${ask(dialect)} as x from ${from} where n >= 0`;
}

/** The rows as typed columns with their number; a row numbered -1 gives an empty relation its columns. */
function relation(types: readonly SqlType[], rows: readonly (readonly Cell[])[], dialect: Dialect): Sql {
  const selects = [types.map(() => null), ...rows].map((row, i) => {
    const cells = types.map((type, k) => sql`${dialect.cast(sql`${row[k] ?? null}`, type)} as ${raw("abc".charAt(k))}`);
    return sql`select ${joinSql([sql`${raw(String(i - 1))} as n`, ...cells])}`;
  });
  return joinSql(selects, " union all ");
}
