import { type Sql, sql } from "../../sql/sql.ts";
import type { FactContext } from "../fct-events.ts";
import { eventColumns } from "./event-condition.ts";
import type { RowMetric } from "./metric-parts.ts";
import { type MetricRowsOptions, onSource, rowsOf } from "./metric-rows.ts";

/**
 * The first events of sessions, where these say all that is asked: how many sessions there are by what their first event
 * has. Null when a metric asks more of its sessions.
 */
export function sessionsByFirstEvent(
  metric: RowMetric,
  { selection, tables }: MetricRowsOptions,
  facts: FactContext,
): Sql | null {
  const { entity, kind, filter, did, did_not } = metric;
  const counts = kind === "count" || (kind === "distinct" && metric.of === undefined);
  if (entity !== "session" || !counts || tables.has(metric.on ?? "") || (filter ?? did ?? did_not) !== undefined)
    return null;
  if (selection.dimensions.length === 0 && selection.where === null) return null;
  const columns = eventColumns(facts);
  const on = sql`${onSource(metric, "source")} and is_new_session and user_id is not null and session_id is not null`;
  return rowsOf("fct_events", selection, { columns, on });
}
