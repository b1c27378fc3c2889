import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { PartRows } from "../parts.ts";
import { type Draw, withWords } from "../randomness.ts";
import { CATEGORY_COUNT } from "./catalogue.ts";
import { launchDay } from "./catalogue-tables.ts";
import { SHOP, type ShopPlan } from "./parameters.ts";

const EVENT_DRAWS: readonly Draw[] = [
  { as: "w_jitter", stream: 50, at: sql`slot` },
  { as: "w_pick", stream: 51, at: sql`k` },
  { as: "w_item", stream: 52, at: sql`k` },
];

/** Item of a view that is not of the basket: the main item again, one of its category, a new product, or any. */
function browsedItem(plan: ShopPlan): Sql {
  const regular = plan.regularProducts;
  const cold = plan.products - regular;
  return sql`case
    when pick < ${SHOP.coldViewShare} and t // 86400 >= ${launchDay(plan, sql`below(w_item, ${cold})`)}
      then ${regular} + below(w_item, ${cold})
    when pick < 0.25 then item0
    when pick < 0.55 then item0 % ${CATEGORY_COUNT} + ${CATEGORY_COUNT}
      * floor(((${regular} - 1 - item0 % ${CATEGORY_COUNT}) // ${CATEGORY_COUNT} + 1) * square(unit(w_item)))::integer
    else floor(${regular} * square(unit(w_item)))::integer end`;
}

/**
 * Replaces `events` by the rows of days `from` to `to - 1` in file order: time, then session; rows of one session at one
 * second are equal.
 */
export function eventsTable(plan: ShopPlan, from: number, to: number): Sql {
  const promo = [plan.promoFromDay, plan.promoFromDay + plan.promoDays - 1] as const;
  const whole = from === 0 && to === plan.days;
  const inside = whole ? raw("true") : sql`t >= ${from * 86_400} and t < ${to * 86_400}`;
  return sql`
create or replace temp table events as
with unfolded as (
  select *, unnest(range(row_count))::integer as k from sessions where start_s < ${to * 86_400} and end_s >= ${from * 86_400}
), placed as (
  select *, case when k < views then k else greatest(views, k - repeats) end as slot,
    case when k < views then k - (views - items) else case when k < views + carts + repeats
      then greatest(0, k - views - repeats) else k - views - carts - repeats end end as item_at
  from unfolded
), timed as (
  select *, start_s + floor((slot + case when slot > 0 then 0.5::double * unit(w_jitter) else 0 end) * gap)::bigint
      + case when slot >= idle_before then idle_s else 0 end as t, unit(w_pick) as pick
  from (${withWords(sql`select * from placed`, sql`h`, EVENT_DRAWS)})
), chosen as (
  select t, session_no, user_id, session_id,
    case when k < views then 'view'::event_type when k < views + carts + repeats then 'cart'::event_type
      else 'purchase'::event_type end as event_type,
    case when item_at = 0 then item0 when item_at = 1 then item1 when item_at = 2 then item2
      else ${browsedItem(plan)} end::integer as product_no
  from timed
  where ${inside}
)
select t, session_no, event_type, product_no, product_id,
  category_id, category_code, brand, user_id, session_id,
  case when t // 86400 between ${promo[0]} and ${promo[1]} then promo_price else price end as price
from chosen join products using (product_no)
order by t, session_no`;
}

/** The nine columns of the REES46 files. */
export function eventRows(plan: ShopPlan): PartRows {
  const time = sql`make_timestamp((${plan.startMs / 1000} + t) * 1000000)::varchar || ' UTC'`;
  const text = (column: string): Sql => raw(`${column}::varchar`);
  return {
    columns: [
      { name: "event_time", value: time },
      { name: "event_type", value: text("event_type") },
      { name: "product_id", value: raw("product_id") },
      { name: "category_id", value: raw("category_id") },
      { name: "category_code", value: text("category_code") },
      { name: "brand", value: text("brand") },
      { name: "price", value: raw("price") },
      { name: "user_id", value: raw("user_id") },
      { name: "user_session", value: text("session_id") },
    ],
    from: raw("events"),
  };
}
