import { z } from "zod";
import { ident, type Sql, sql } from "../../../src/sql/sql.ts";
import { answersAlike } from "../alike.ts";
import { LOGS_PER_RUN, type LogCheck } from "../log-run.ts";
import { type DailyRow, dailyMetrics as metricsByDay } from "../reference/daily-metrics.ts";
import { byCodePoint } from "../reference/text-order.ts";

const Daily: z.ZodType<DailyRow> = z.object({
  day: z.string(),
  source: z.string(),
  metric: z.string(),
  dimension: z.string(),
  dimension_value: z.string(),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  rows: z.number(),
  left_out: z.number().nullable(),
});

const byName = (a: DailyRow, b: DailyRow): number =>
  byCodePoint(a.metric, b.metric) ||
  byCodePoint(a.dimension, b.dimension) ||
  byCodePoint(a.dimension_value, b.dimension_value) ||
  byCodePoint(a.day, b.day);

/** Every metric of every kind by day, in total and by every dimension: one of them says which random log it is. */
export const dailyMetrics: LogCheck = {
  meaning: "daily metrics: `fct_daily` of a random log, metrics of every kind and entity by every dimension",
  cases: LOGS_PER_RUN,
  check: async ({ rows, project, engines }) => {
    const expected: readonly DailyRow[] = [...metricsByDay(rows, project)].sort(byName);
    await answersAlike(
      engines,
      ({ warehouse: { dialect }, fetch }) => {
        const double = (name: string): Sql => sql`${dialect.cast(ident(name), "number")} as ${ident(name)}`;
        return fetch({
          name: "daily",
          row: Daily,
          text: sql`select day, source, metric, dimension, dimension_value, value, ${double("numerator")},
            ${double("denominator")}, rows, left_out from fct_daily order by metric, dimension, dimension_value, day`,
        });
      },
      { expected },
    );
  },
};
