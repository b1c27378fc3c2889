import { joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import type { FunnelRequest } from "./funnel-request.ts";

/** The value that attempts have which never came to the step whose value they would have. */
const NOT_REACHED = "(step not reached)";

/** The value an attempt is split by, `v`, from `d_<i>`, the values at its steps; nothing without a dimension. */
export function splitColumn({ dimension, attribution, definition }: FunnelRequest): readonly Sql[] {
  if (dimension === null) return [];
  if (attribution === "all") return [raw("d as v")];
  if (attribution === "first") return [raw("d_0 as v")];
  if (attribution !== "last") return [sql`coalesce(${raw(`d_${attribution}`)}, ${raw(literal(NOT_REACHED))}) as v`];
  const latest = definition.steps.flatMap(({ optional }, i) => (optional ? [] : [raw(`d_${i}`)])).reverse();
  return [sql`coalesce(${joinSql(latest)}) as v`];
}
