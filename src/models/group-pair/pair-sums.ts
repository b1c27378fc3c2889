import { z } from "zod";
import type { Dialect } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";

/**
 * Sums over the users of two groups, of one share `m`: units (`a`) and those of them that have what is counted (`x`), their
 * products within each group, and across the groups.
 */
export const PairSumsRow = z.object({
  m: z.number(),
  users1: z.number(),
  users2: z.number(),
  users12: z.number(),
  a1: z.number(),
  x1: z.number(),
  a1a1: z.number(),
  a1x1: z.number(),
  x1x1: z.number(),
  a2: z.number(),
  x2: z.number(),
  a2a2: z.number(),
  a2x2: z.number(),
  x2x2: z.number(),
  a1a2: z.number(),
  a1x2: z.number(),
  x1a2: z.number(),
  x1x2: z.number(),
});
export type PairSumsRow = z.infer<typeof PairSumsRow>;

const SUMS: readonly (readonly string[])[] = [
  ...["a1", "x1", "a2", "x2"].map((one) => [one]),
  ...["a1 a1", "a1 x1", "x1 x1", "a2 a2", "a2 x2", "x2 x2", "a1 a2", "a1 x2", "x1 a2", "x1 x2"].map((two) =>
    two.split(" "),
  ),
];

/** The columns of sums, of rows with one user's `a1`, `x1`, `a2`, `x2`. */
export function pairSums(dialect: Dialect): Sql {
  const users = { users1: "a1 > 0", users2: "a2 > 0", users12: "a1 > 0 and a2 > 0" };
  const counts = Object.entries(users).map(
    ([column, fits]) => sql`${dialect.cast(dialect.countIf(raw(fits)), "integer")} as ${raw(column)}`,
  );
  const sums = SUMS.map(
    (factors) => sql`${dialect.cast(raw(`sum(${factors.join(" * ")})`), "integer")} as ${raw(factors.join(""))}`,
  );
  return joinSql([...counts, ...sums]);
}

/**
 * The sums of each share, in order of `m`.
 * @param perUser a relation, to stand in a `from`, with one row per share and user: `m`, `a1`, `x1`, `a2`, `x2`
 */
export function pairSumsQuery(name: string, perUser: Sql, dialect: Dialect): Query<PairSumsRow> {
  return {
    name,
    row: PairSumsRow,
    text: sql`select m, ${pairSums(dialect)} from ${perUser} group by m order by m`,
  };
}
