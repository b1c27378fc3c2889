import type { Dialect } from "../sql/dialect.ts";
import { joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import type { RelationDoc } from "./relation.ts";

export const dimDatesDoc: RelationDoc = {
  name: "dim_dates",
  kind: "table",
  row: "one calendar day, without gaps from the first to the last day of the data",
  columns: [
    { name: "day", type: "date", meaning: "calendar day" },
    { name: "year", type: "integer", meaning: "calendar year" },
    { name: "quarter", type: "integer", meaning: "1 to 4" },
    { name: "month", type: "integer", meaning: "1 to 12" },
    { name: "iso_week", type: "integer", meaning: "ISO 8601 week, 1 to 53; weeks start on Monday" },
    { name: "weekday", type: "integer", meaning: "1 Monday to 7 Sunday" },
    { name: "is_weekend", type: "boolean", meaning: "Saturday or Sunday" },
  ],
};

const DIGITS = raw("(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))");

/** Every day from the first to the last day that the relations hold; none when they hold none. */
export function dates(relations: readonly string[], dialect: Dialect): Sql {
  const places = [0, 1, 2, 3, 4, 5];
  const n = raw(places.map((p) => `d${p}.n * ${10 ** p}`).join(" + "));
  const numbers = joinSql(
    places.map((p) => sql`${DIGITS} as ${raw(`d${p}(n)`)}`),
    " cross join ",
  );
  const spans = relations.map((name) => sql`select min(day) as first_day, max(day) as last_day from ${raw(name)}`);
  const monday = dialect.date("1970-01-05");
  const weekday = sql`((${dialect.daysBetween(monday, raw("day"))}) % 7 + 7) % 7 + 1`;
  const range =
    relations.length === 0
      ? raw("select null as first_day, null as last_day where false")
      : sql`
    select min(first_day) as first_day, max(last_day) as last_day from (${joinSql(spans, " union all ")}) as spans`;
  return sql`with ranged as (${range}), days as (
      select ${dialect.cast(sql`first_day + (${n})`, "date")} as day
      from ranged cross join ${numbers}
      where ${n} <= ${dialect.daysBetween(raw("first_day"), raw("last_day"))}
    )
    select day, extract(year from day) as year, extract(quarter from day) as quarter, extract(month from day) as month,
      extract(week from day) as iso_week, ${weekday} as weekday, ${weekday} >= 6 as is_weekend
    from days order by day`;
}
