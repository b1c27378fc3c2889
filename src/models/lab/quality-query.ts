import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { TypedColumn } from "../event-log.ts";
import { joinCounts, orphanKeys } from "../table-fact.ts";
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

/** How many values are missing in each column, and about how many different ones there are. */
export function qualityQuery(table: LabTable, { dialect }: LabContext): Query<QualityRow> {
  const counts = ownColumns(table).flatMap(({ name, type }, i) => [
    sql`${dialect.cast(raw(`count(*) - count(${ident(name).texts[0]})`), "integer")} as ${raw(`missing_${i}`)}`,
    ...(type === "json"
      ? []
      : [sql`${dialect.cast(dialect.approxDistinct(ident(name)), "integer")} as ${raw(`distinct_${i}`)}`]),
  ]);
  return {
    name: "column_quality",
    row: QualityRow,
    text: sql`select ${joinSql([sql`${dialect.cast(raw("count(*)"), "integer")} as "rows"`, ...counts])} from ${table.rows}`,
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
  const parts = fact.joins.map((join): Sql => {
    const example = sql`select max(k."keys") from (${orphanKeys(fact, join, { dialect, limit: 1 })}) as k`;
    return sql`select ${dialect.cast(sql`${join.target}`, "text")} as target, orphans, keyless, (${example}) as example
      from (${joinCounts(fact, join, dialect)}) as c`;
  });
  return {
    name: "joins",
    row: JoinRow,
    text: sql`select * from (${joinSql(parts, " union all ")}) as j order by target`,
  };
}
