import type { CellValue, Sample } from "../contract/quality.ts";
import type { ColumnScope } from "../sql/compile.ts";
import { ident, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import type { Judgement, Row } from "./check.ts";
import type { Relation } from "./relation.ts";

/** Fewer rows than this say nothing about a share. */
export const MIN_ROWS = 30;

const SAMPLE_ROWS = 5;

/** A cell as a number; null (an aggregate over nothing) counts as 0. */
export function numberOf(cell: CellValue | undefined): number {
  return Number(cell ?? 0);
}

/** Share of `failing` in `n`, or undetermined below `min` rows. */
export function shareJudgement(
  { failing, n }: { readonly failing: number; readonly n: number },
  sentence: string,
  { noun = "rows", min = MIN_ROWS }: { readonly noun?: string; readonly min?: number } = {},
): Judgement {
  if (n < min) return { kind: "undetermined", reason: tooFew(n, min, noun), n };
  return { kind: "measured", value: failing / n, n, sentence };
}

export function tooFew(n: number, min: number, noun: string): string {
  return n === 0 ? `there are no ${noun}` : `${n} ${noun}; ${min} are needed`;
}

/** The first rows as a sample. */
export function sampleOf(rows: readonly Row[], columns: readonly string[]): Sample {
  return {
    columns: [...columns],
    rows: rows.slice(0, SAMPLE_ROWS).map((row) => columns.map((column) => row[column] ?? null)),
  };
}

const CONTEXT_COLUMNS = ["event_time", "event", "user_id", "session_id", "source", "ingest_seq"];

/** The first rows (in ingest order where there is one) for which the condition holds, with the columns in question in front. */
export function sampleQuery(relation: Relation, condition: Sql, shown: readonly string[]): Sql {
  const names = [...new Set([...shown, ...CONTEXT_COLUMNS.filter((name) => relation.columns.has(name))])];
  const order = relation.columns.has("ingest_seq") ? ["ingest_seq"] : names;
  const list = (columns: readonly string[]): Sql => joinSql(columns.map((name) => ident(name)));
  return sql`select ${list(names)} from ${ident(relation.name)} where ${condition} order by ${list(order)} limit ${raw(String(SAMPLE_ROWS))}`;
}

/** True for null and, in text, for nothing but blanks. */
export function isBlank(relation: Relation, column: string): Sql {
  const x = ident(column);
  return relation.columns.get(column) === "text" ? sql`(${x} is null or trim(${x}) = '')` : sql`${x} is null`;
}

/** Names of the relation's columns as SQL, with their types; anything else throws. */
export function columnScope(relation: Relation): ColumnScope {
  const names = new Set(relation.columns.keys());
  return (name) => {
    const type = relation.types.get(name);
    return { ...ident(name, names), ...(type === undefined ? {} : { type }) };
  };
}

/** A measured judgement about a count of rows that should be zero: any n will do. */
export function countJudgement(
  { failing, n }: { readonly failing: number; readonly n: number },
  sentence: string,
  noun: string,
): Judgement {
  if (n === 0) return { kind: "undetermined", reason: tooFew(0, 1, noun), n };
  return { kind: "measured", value: failing, n, sentence };
}
