import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { type LabGroups, withGroups } from "./groups.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";

const DurationRow = z.object({
  /** Null without groups. */
  group: z.string().nullable(),
  time: z.number(),
  events: z.number(),
  censored: z.number(),
});
export type DurationRow = z.infer<typeof DurationRow>;

export interface DurationRequest {
  readonly table: LabTable;
  readonly duration: NumberColumn;
  /** 1 where the event happened, 0 where not, null where nobody knows. */
  readonly happened: NumberColumn;
  readonly groups: LabGroups | null;
  /** Rows of the answer at most. */
  readonly limit: number;
}

/** Rows by group, time and outcome, the times ascending: all that Kaplan-Meier and log-rank need, at any size. */
export function durationsQuery(
  { table, duration, happened, groups, limit }: DurationRequest,
  { dialect }: LabContext,
): Query<DurationRow> {
  const values = withGroups(table, [sql`${duration.value} as x`, sql`${happened.value} as e`], groups);
  const group = groups === null ? dialect.cast(raw("null"), "text") : raw("g");
  const count = (value: string): Sql => dialect.cast(dialect.countIf(raw(`e = ${value}`)), "integer");
  return {
    name: `durations_of_${duration.name}`.slice(0, 60),
    row: DurationRow,
    text: sql`select ${group} as "group", x as "time", ${count("1e0")} as events, ${count("0e0")} as censored from ${values}
      where x >= 0 and e is not null group by ${raw(groups === null ? "x" : "g, x")} order by "group", "time" limit ${raw(String(limit))}`,
  };
}

const YES = ["1", "1.0", "true", "yes", "y", "t"];

/** A column of outcomes as 1 and 0: 1 for the values that mean yes, or for the one that is given. */
export function outcomeColumn(
  name: string,
  yes: string | undefined,
  { table, dialect }: { readonly table: LabTable } & Pick<LabContext, "dialect">,
): NumberColumn {
  const column = table.column(name);
  const text = dialect.lower(dialect.cast({ ...ident(column.name), type: column.type }, "text"));
  const meant = yes === undefined ? YES : [yes.toLowerCase(), `${yes.toLowerCase()}.0`];
  const among = joinSql(
    meant.map((value) => sql`${text} = ${value}`),
    " or ",
  );
  const value = sql`case when ${ident(column.name)} is null then null when ${among} then 1e0 else 0e0 end`;
  return { name: column.name, unit: null, value };
}
