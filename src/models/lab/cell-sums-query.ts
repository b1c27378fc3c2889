import type { Query } from "../../sql/query.ts";
import { joinSql, raw, sql } from "../../sql/sql.ts";
import { CrossRow, sumsOf } from "./cross-sums-query.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";

/** Combinations of texts at most. */
export const MOST_COMBINATIONS = 5000;

export interface CellRequest {
  readonly table: LabTable;
  readonly numbers: readonly NumberColumn[];
  /** Columns whose values are texts. */
  readonly texts: readonly NumberColumn[];
}

/**
 * Sums of products of the numbers within each combination of the texts, over the rows that have all of them: rows as
 * `crossSumsQuery` gives one, with the texts as `c0`, `c1`, ...
 */
export function cellSumsQuery({ table, numbers, texts }: CellRequest, { dialect }: LabContext): Query<CrossRow> {
  const names = [...numbers.map((_, i) => `x${i}`), ...texts.map((_, i) => `c${i}`)];
  const values = [...numbers, ...texts].map(({ value }, i) => sql`${value} as ${raw(names[i] ?? "")}`);
  const present = raw(names.map((name) => `${name} is not null`).join(" and "));
  const from = sql`(select * from (select ${joinSql(values)} from ${table.rows}) as v where ${present}) as complete`;
  const kept = texts.map((_, i) => `c${i}`);
  const sums = sumsOf(from, numbers.length, { dialect, missing: "complete", kept });
  const by = raw(kept.join(", "));
  return {
    name: `products_by_${texts.map(({ name }) => name).join("_")}`.slice(0, 60),
    row: CrossRow,
    text: sql`${sums} order by ${by} limit ${raw(String(MOST_COMBINATIONS + 1))}`,
  };
}

/** The texts of a combination, in the order of the columns. */
export const cellTexts = (row: CrossRow, texts: number): readonly string[] =>
  Array.from({ length: texts }, (_, i) => String(row[`c${i}`]));
