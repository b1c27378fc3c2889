import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { TypedColumn } from "../event-log.ts";
import { joinCounts, orphanKeys, tableFactName } from "../table-fact.ts";
import type { LabContext, LabTable } from "./lab-table.ts";
import { ASKED_QUERY } from "./relations.ts";

/** Columns that the files or the project brought, without those that Tidemark adds. */
export function ownColumns({ relation: { name: relation, columns } }: LabTable): readonly TypedColumn[] {
  if (relation === ASKED_QUERY) return columns;
  return columns.filter(({ name }) => name !== "source" && name !== "ingest_seq");
}

const QualityRow = z.record(z.string(), z.number().nullable());
/** `rows`, and for the columns in their order `missing_0`, `distinct_0`, ...: one row. */
export type QualityRow = z.infer<typeof QualityRow>;

/** Different values of more rows are estimated. */
export const COUNTED_ROWS = 20_000;

/**
 * How many values are missing in each column, and how many different ones there are: counted in tables of up to 20,000 rows, of
 * larger ones estimated in one pass, which each engine does in its own way.
 */
export function qualityQuery(table: LabTable, { dialect }: LabContext): Query<QualityRow> {
  const columns = ownColumns(table).map(({ name, type }, i) => ({
    x: ident(name),
    i: String(i),
    json: type === "json",
  }));
  const valued = columns.filter(({ json }) => !json);
  const seen = columns.flatMap(({ x, i, json }) => [
    sql`count(*) - count(${x}) as ${raw(`missing_${i}`)}`,
    ...(json ? [] : [sql`${dialect.approxDistinct(x)} as ${raw(`about_${i}`)}`]),
  ]);
  const all = sql`select ${joinSql([raw("count(*) as n"), ...seen])} from ${table.rows}`;
  const counts = valued.map(({ x, i }) => sql`${dialect.countDistinctIf(x, raw("true"))} as ${raw(`exact_${i}`)}`);
  const few = sql`select ${joinSql([raw("count(*) as few_rows"), ...counts])} from (select * from ${table.rows} limit ${raw(String(COUNTED_ROWS))}) as few`;
  const whole = (text: string, name: string): Sql => sql`${dialect.cast(raw(text), "integer")} as ${raw(name)}`;
  const shown = [
    whole("n", '"rows"'),
    ...columns.map(({ i }) => whole(`missing_${i}`, `missing_${i}`)),
    ...valued.map(({ i }) =>
      whole(`case when n <= ${COUNTED_ROWS} then exact_${i} else about_${i} end`, `distinct_${i}`),
    ),
  ];
  return {
    name: "column_quality",
    row: QualityRow,
    text: sql`select ${joinSql(shown)} from (${all}) as whole cross join (${few}) as counted`,
  };
}

const DuplicatesRow = z.object({ kinds: z.number(), surplus: z.number().nullable() });
export type DuplicatesRow = z.infer<typeof DuplicatesRow>;

/** Rows that are equal to others in every own column: how many different ones, and how many are beyond the first of each. */
export function duplicatesQuery(table: LabTable, { dialect }: LabContext): Query<DuplicatesRow> {
  const names = ownColumns(table).flatMap(({ name, type }) => (type === "json" ? [] : [ident(name)]));
  const repeated = sql`select count(*) as c from ${table.rows} group by ${joinSql(names)} having count(*) > 1`;
  return {
    name: "equal_rows",
    row: DuplicatesRow,
    text: sql`select ${dialect.cast(raw("count(*)"), "integer")} as kinds, ${dialect.cast(raw("sum(c - 1)"), "integer")} as surplus from (${repeated}) as r`,
  };
}

const JoinRow = z.object({
  target: z.string(),
  orphans: z.number(),
  keyless: z.number(),
  /** The commonest key without a partner; null without orphans. */
  example: z.string().nullable(),
});
export type JoinRow = z.infer<typeof JoinRow>;

/** How each declared join of a table ends, over all its rows; undefined where it has none. */
export function joinsQuery({ relation }: LabTable, { dialect }: LabContext): Query<JoinRow> | undefined {
  const { fact } = relation;
  if (fact === undefined || fact.joins.length === 0) return undefined;
  const check = { dialect, named: tableFactName };
  const parts = fact.joins.map((join): Sql => {
    const example = sql`select max(k."keys") from (${orphanKeys(fact, join, { ...check, limit: 1 })}) as k`;
    return sql`select ${dialect.cast(sql`${join.target}`, "text")} as target, orphans, keyless, (${example}) as example
      from (${joinCounts(fact, join, check)}) as c`;
  });
  return {
    name: "joins",
    row: JoinRow,
    text: sql`select * from (${joinSql(parts, " union all ")}) as j order by target`,
  };
}
