import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { OverviewParams } from "./params.ts";

export const OverviewRow = z.object({
  day: z.string(),
  source: z.string(),
  metric: z.string(),
  dimension_value: z.string(),
  value: z.number().nullable(),
  rows: z.number(),
});
export type OverviewRow = z.infer<typeof OverviewRow>;

/** Every metric by day, from `fct_daily`. A row is one metric on one day (and one value of the dimension). */
export function overviewQuery(
  { metrics, by, where }: OverviewParams,
  { dialect }: AnalysisContext,
): Query<OverviewRow> {
  const [filter] = where;
  const dimension = by ?? filter?.dimension ?? "";
  const conditions: Sql[] = [sql`dimension = ${dimension}`];
  if (filter !== undefined) conditions.push(sql`dimension_value = ${filter.value}`);
  if (metrics !== undefined) conditions.push(sql`metric in (${joinSql(metrics.map((id) => sql`${id}`))})`);
  return {
    name: "overview",
    row: OverviewRow,
    text: sql`select ${dialect.cast(raw("day"), "text")} as day, source, metric, dimension_value, value, ${raw('"rows"')}
      from fct_daily
      where ${joinSql(conditions, " and ")}
      order by metric, dimension_value, source, day`,
  };
}
