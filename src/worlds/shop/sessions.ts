import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { type Draw, drawsOf, withWords } from "../randomness.ts";
import { AFFINITIES, SHOP, type ShopPlan } from "./parameters.ts";
import { sessionStarts } from "./users.ts";

const PLANTED = 2 * AFFINITIES.length;

/** Product numbers of the planted pair `i`: A, then B. */
export function pairProducts(i: number): readonly [number, number] {
  return [2 * i, 2 * i + 1];
}

/** Main item of a buying session: a planted A or B with its probability, else a power-law draw among the others. */
function mainItem(plan: ShopPlan): Sql {
  let bound = 0;
  const branch = (probability: number, product: number): Sql => {
    bound += probability;
    return sql`when buys and pick < ${bound} then ${product}`;
  };
  const a = AFFINITIES.map(({ pA }, i) => branch(pA, pairProducts(i)[0]));
  const b = AFFINITIES.map(({ pB }, i) => branch(pB, pairProducts(i)[1]));
  return sql`case ${joinSql([...a, ...b], " ")} else ${poolItem(plan, raw("w_main"))} end`;
}

/** A regular product outside the planted pairs; popularity falls with the square root of the rank. */
function poolItem(plan: ShopPlan, word: Sql): Sql {
  return sql`${PLANTED} + floor(${plan.regularProducts - PLANTED} * square(unit(${word})))::integer`;
}

function secondItem(plan: ShopPlan): Sql {
  const branches = AFFINITIES.map(({ confidence }, i) => {
    const [a, b] = pairProducts(i);
    return sql`when buys and item0 = ${a} and unit(w_follow) < ${confidence} then ${b}`;
  });
  return sql`case ${joinSql(branches, " ")}
    when (buys or leaves_cart) and unit(w_more) < ${SHOP.secondItemShare} then ${poolItem(plan, raw("w_second"))} end`;
}

const SESSION_DRAWS = drawsOf(
  "buys leaves pick main follow more second yet_more third views views2 direct burst repeats gap gap2 idle idle_at idle_s",
  20,
);

/**
 * A query over `users`: every session of weeks `from` to `to` with its layout. A session is `views` views, then
 * `carts` carts (the first repeated `repeats` times at the same second), then `purchases` purchases; its slots are
 * `gap` seconds apart with jitter, and before slot `idle_before` lies a pause of `idle_s` seconds.
 */
export function sessionsQuery(plan: ShopPlan, from: number, to: number): Sql {
  const promo = sql`day between ${plan.promoFromDay} and ${plan.promoFromDay + plan.promoDays - 1}`;
  return sql`
with ${sessionStarts(plan, from, to)}, drawn as (
  ${withWords(sql`select * from starts`, sql`h`, SESSION_DRAWS)}
), decided as (
  select *, unit(w_pick) as pick, unit(w_buys) < least(${SHOP.buyMax}::double, ${SHOP.buyAtZero}::double
      * exp(${SHOP.intentWeight}::double * intent)) * (case when ${promo} then ${SHOP.promo.conversion}::double else 1 end) as buys,
    unit(w_leaves) < least(${SHOP.cartMax}::double, ${SHOP.cartAtZero}::double
      * exp(${SHOP.intentWeight}::double * intent)) as may_leave_cart
  from drawn
), main as (
  select *, may_leave_cart and not buys as leaves_cart, ${mainItem(plan)} as item0 from decided
), second as (
  select *, ${secondItem(plan)} as item1 from main
), third as (
  select *, case when item1 is not null and unit(w_yet_more) < ${SHOP.thirdItemShare} then ${poolItem(plan, raw("w_third"))} end as item2
  from second
), baskets as (
  select *, 1 + (item1 is not null)::integer + (item2 is not null)::integer as items from third
), counted as (
  select *,
    greatest(items, least(${SHOP.viewsMax}, 1 + floor(exp(${SHOP.viewsLogMean}::double
      + ${SHOP.intentOnViews}::double * intent + ${SHOP.viewsLogSd}::double * normal(w_views, w_views2)))))::integer as views,
    case when leaves_cart or (buys and unit(w_direct) < ${SHOP.cartBeforePurchaseShare}) then items else 0 end as carts,
    case when buys then items else 0 end as purchases
  from baskets
), bursts as (
  select *, case when carts > 0 and unit(w_burst) < ${SHOP.burstShare}
      then least(${SHOP.burstMax - 1}, floor(power(unit(w_repeats), -0.83::double)))::integer else 0 end as repeats,
    views + carts + purchases as slots
  from counted
), paced as (
  select *, least(36000::double / slots, 300, greatest(3, exp(3.8::double + 0.9::double * normal(w_gap, w_gap2)))) as gap,
    case when slots >= 3 and unit(w_idle) < ${SHOP.idleShare} then 1 + below(w_idle_at, slots - 1) else 1000000 end::integer as idle_before,
    1860 + floor(5400 * square(unit(w_idle_s)))::integer as idle_s
  from bursts
), lasting as (
  select *, floor(slots * gap)::bigint + 2 + case when idle_before < slots then idle_s else 0 end as lasts from paced
)
select user_no, user_id, h, base, user_no::bigint * 1048576 + week * 2048 + i as session_no,
  least(planned_start, ${plan.days * 86_400} - lasts) as start_s,
  least(planned_start, ${plan.days * 86_400} - lasts) + lasts as end_s,
  views, carts, repeats, purchases, slots, gap, idle_before, idle_s, items, item0, item1, item2,
  slots + repeats as row_count
from lasting`;
}

const UUID_DRAWS: readonly Draw[] = ["x_1", "x_2", "x_3"].map((as, i) => ({ as, stream: 60 + i }));

// Version 4 of the user's base and the session's word, either of which alone tells sessions of a user or users apart.
const UUID = raw(`(lpad(hex((base::ubigint << 32) | ((x_1 & 4294901760) | 16384 | (x_2 & 4095))::ubigint), 16, '0')
  || hex(9223372036854775808::ubigint | ((x_3 & 1073741823) << 32)::ubigint | h::ubigint))::uuid`);

/** Creates `sessions` for the weeks, with ids that are unique by construction and what the weeks before left over. */
export function sessionsTable(plan: ShopPlan, from: number, to: number): Sql {
  const carried = from === 0 ? raw("") : raw("union all by name select * from carried");
  return sql`
create or replace temp table sessions as
select * exclude (base, x_1, x_2, x_3), ${UUID} as session_id
from (${withWords(sessionsQuery(plan, from, to), sql`h`, UUID_DRAWS)})
${carried};`;
}
