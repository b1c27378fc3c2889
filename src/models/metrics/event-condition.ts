import type { Condition } from "../../contract/condition.ts";
import { type Occurrence, timesOf } from "../../contract/project/occurrence.ts";
import { compileCondition } from "../../sql/compile.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { type ColumnSet, scopeOf } from "../dimension.ts";
import { type FactContext, factColumns } from "../fct-events.ts";

/** The columns that conditions on events may name. */
export const eventColumns = (facts: FactContext): ColumnSet => ({
  columns: factColumns(facts),
  complete: facts.log.complete,
});

export interface EventTest {
  readonly event?: string | readonly string[] | undefined;
  readonly where?: Condition | undefined;
}

/** True for rows of `fct_events` with one of the names whose columns satisfy the condition. */
export function eventCondition({ event, where }: EventTest, facts: FactContext, path: string): Sql {
  const names: Condition = event === undefined ? {} : { event: typeof event === "string" ? event : [...event] };
  const scope = scopeOf(eventColumns(facts), path);
  return joinSql(
    [names, where ?? {}].map((condition) => compileCondition(condition, scope, facts.dialect)),
    " and ",
  );
}

/** True for groups of rows of `fct_events` in which the event occurs as often as it should. */
export function occursCondition(occurrence: Occurrence, facts: FactContext, path: string): Sql {
  const { least, most } = timesOf(occurrence);
  const times = facts.dialect.countIf(eventCondition(occurrence, facts, path));
  const parts = [
    ...(least > 0 ? [sql`${times} >= ${raw(String(least))}`] : []),
    ...(most === null ? [] : [sql`${times} <= ${raw(String(most))}`]),
  ];
  return parts.length === 0 ? raw("true") : sql`(${joinSql(parts, " and ")})`;
}
