import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { DayRange } from "../day-chunks.ts";
import type { PartRows } from "../parts.ts";
import { withWords } from "../randomness.ts";
import { NESTED } from "./parameters.ts";
import { STEPS } from "./sessions.ts";

/** A popular product is drawn more often: popularity falls with the square root of the rank. */
const productOf = (word: string): Sql => sql`floor(${NESTED.products} * square(unit(${raw(word)})))::integer`;

/** The product that a session puts in its cart and buys. */
export const MAIN_PRODUCT: Sql = productOf("w_item");

/** Name of the event at a position of its session. */
function eventAt(position: string): Sql {
  let upto: Sql = raw("0");
  const branches = STEPS.slice(0, -1).map(({ event, column }) => {
    upto = sql`${upto} + ${raw(column)}`;
    return sql`when ${raw(position)} < ${upto} then ${event}`;
  });
  return sql`case ${joinSql(branches, " ")} else ${STEPS.at(-1)?.event ?? null} end`;
}

/** Replaces `events` by the rows of the days in file order: time, session, position. */
export function eventsTable({ from, to }: DayRange): Sql {
  const unfolded = sql`select *, unnest(range(n))::integer as pos from sessions where day >= ${from} and day < ${to}`;
  const drawn = withWords(unfolded, raw("session_base"), [{ as: "w_view", stream: 50, at: raw("pos") }]);
  return sql`
create or replace temp table events as
with named as (
  select *, ${eventAt("pos")} as event_name, below(w_second, 3600) as second from (${drawn})
), bought as (
  select *, case when event_name in ('page_viewed', 'login', 'search') then null
      when event_name = 'product_viewed' and pos > pages + logins + searches then ${productOf("w_view")} else ${MAIN_PRODUCT} end as item,
    hour_no::bigint * 3600 + second + floor(pos * least((3599 - second) / n::double, 4 - 40 * ln(unit(w_gap))))::bigint as t
  from named
)
select t, session_no, pos, session_base, visitor_base, event_name, country_name, browser, os, utm_source, utm_medium, utm_campaign,
  product_id, case when event_name = 'checkout_completed' then price * carts else price end as price_amount
from bought left join products on product_no = item
order by t, session_no, pos;`;
}

/** The columns of the web pixel that the metrics and dimensions need. */
export function eventRows(startMs: number): PartRows {
  const columns = [
    "event_name",
    "country_name",
    "browser",
    "os",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "product_id",
    "price_amount",
  ];
  return {
    columns: [
      { name: "event_timestamp", value: sql`make_timestamp((${startMs / 1000} + t) * 1000000)` },
      { name: "event_details_id", value: raw("printf('%08x-%02x', session_base, pos)") },
      { name: "event_details_clientid", value: raw("printf('v%08x', visitor_base)") },
      { name: "session_id", value: raw("printf('s%08x', session_base)") },
      ...columns.map((name) => ({ name, value: raw(name) })),
    ],
    from: raw("events"),
  };
}
