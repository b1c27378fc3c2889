import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { RetentionRequest } from "./retention-request.ts";
import { isKept, keptUnits } from "./retention-stats.ts";

const PersonRow = z.object({ user_id: z.string(), total: z.number() });
export type PersonRow = z.infer<typeof PersonRow>;

/** A cell: the number of the cohort's period and a column from 1; retained in it, or not. */
export interface RetentionCell {
  readonly p0: number;
  readonly column: number;
  readonly outcome: "retained" | "lost";
}

/** The users of a cell, a select of distinct `user_id`; those with several starts are lost when no start was followed by a return. */
export function cellUsers(request: RetentionRequest, { p0, column, outcome }: RetentionCell): Sql {
  const stayed = outcome === "retained" ? "> 0" : "= 0";
  return sql`select user_id from ${keptUnits(request)} where p0 = ${raw(String(p0))} group by user_id
      having ${request.facts.dialect.countIf(isKept(request, String(column)))} ${raw(stayed)}`;
}

/** The users of a cell in the order of their ids, each with how many there are. */
export function cellUsersQuery(request: RetentionRequest, cell: RetentionCell, limit: number): Query<PersonRow> {
  return {
    name: "retention-users",
    row: PersonRow,
    text: sql`select ${request.facts.dialect.cast(raw("user_id"), "text")} as user_id, count(*) over () as total
      from (${cellUsers(request, cell)}) as found order by found.user_id limit ${raw(String(limit))}`,
  };
}
