import { joinSql, raw, type Sql, sql } from "../sql/sql.ts";

/** A weighted value of a discrete distribution that rows are drawn from by bucket number. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** Half-open bucket ranges `[lo, hi)` that share `size` buckets out in proportion to the weights. */
export function bucketRanges(
  weighted: readonly Weighted[],
  size: number,
): readonly { readonly value: number; readonly lo: number; readonly hi: number }[] {
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  return weighted.map(({ value, weight }) => {
    const lo = Math.round((before / total) * size);
    before += weight;
    return { value, lo, hi: Math.round((before / total) * size) };
  });
}

/** `(a, b), (c, d)` for an insert; at least one row. */
export function valueRows(rows: readonly (readonly (string | number | bigint | null)[])[]): Sql {
  return joinSql(rows.map((row) => sql`(${joinSql(row.map((cell) => sql`${cell}`))})`));
}

/** `case` over weighted parts: the first whose cumulated share exceeds `u` gives its value. */
export function pick<Part extends { readonly share: number }>(
  u: Sql,
  parts: readonly Part[],
  value: (part: Part) => Sql,
): Sql {
  let bound = 0;
  const branches = parts.slice(0, -1).map((part) => {
    bound += part.share;
    return sql`when ${u} < ${bound} then ${value(part)}`;
  });
  const last = parts.at(-1);
  return sql`case ${joinSql(branches, " ")} else ${last === undefined ? raw("null") : value(last)} end`;
}
