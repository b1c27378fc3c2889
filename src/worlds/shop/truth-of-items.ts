import { z } from "zod";
import { sql } from "../../sql/sql.ts";
import { valueRows } from "../bucket.ts";
import type { WorldRun } from "../world.ts";
import { AFFINITIES, dayText, plantedLift, retentionAt, SHOP, type ShopPlan } from "./parameters.ts";
import { pairProducts } from "./sessions.ts";

const round = (x: number | null): number | null => (x === null ? null : Math.round(x * 1e6) / 1e6);

const Pair = z.object({
  pair: z.number(),
  a: z.number(),
  b: z.number(),
  baskets: z.number(),
  with_a: z.number(),
  with_b: z.number(),
  with_both: z.number(),
});

/** Each planted pair: basket = the distinct products bought in one session. */
export async function affinityTruth({ warehouse }: WorldRun): Promise<unknown> {
  const pairs = await warehouse.rows({
    name: "worlds.shop.affinities",
    text: sql`
with pairs as (select * from (values ${valueRows(AFFINITIES.map((_, i) => [i, ...pairProducts(i)]))}) v(pair, a, b)),
baskets as (select distinct session_no, product_no from counted_sales),
total as (select count(distinct session_no) as baskets from baskets)
select pair, pa.product_id as a, pb.product_id as b, baskets,
  (select count(*) from baskets where product_no = pairs.a) as with_a,
  (select count(*) from baskets where product_no = pairs.b) as with_b,
  (select count(*) from baskets x join baskets y using (session_no) where x.product_no = pairs.a and y.product_no = pairs.b) as with_both
from pairs join products pa on pa.product_no = a join products pb on pb.product_no = b, total
order by pair`,
    row: Pair,
  });
  return pairs.map(({ pair, a, b, baskets, with_a, with_b, with_both }) => {
    const planted = AFFINITIES[pair];
    const known = with_a > 0 && with_b > 0;
    return {
      product_a: a,
      product_b: b,
      planted: planted && { share_a: planted.pA, confidence: planted.confidence, lift: round(plantedLift(planted)) },
      realised: {
        baskets,
        with_a,
        with_b,
        with_both,
        confidence: known ? round(with_both / with_a) : null,
        lift: known ? round((with_both * baskets) / (with_a * with_b)) : null,
      },
    };
  });
}

const Auc = z.object({ users: z.number(), buyers: z.number(), auc: z.number().nullable() });

/**
 * The score is the user's expected purchases after the cut-off given what the generator knows: no model that sees
 * only the log can rank better in expectation.
 */
export async function propensityTruth({ warehouse }: WorldRun, plan: ShopPlan): Promise<unknown> {
  const future = plan.weeks.map(({ week }) => [week, futureSessions(plan, week)]);
  const [row] = await warehouse.rows({
    name: "worlds.shop.propensity",
    text: sql`
with future as (select * from (values ${valueRows(future)}) v(cohort, sessions)),
population as (select user_no from user_weeks group by 1 having min(first_day) < ${plan.cutDay}),
buyers as (select distinct user_no from counted_sales where day >= ${plan.cutDay}),
scored as (
  select round(1000 * ln(greatest(1e-9, activity * f.sessions::double
      * least(${SHOP.buyMax}::double, ${SHOP.buyAtZero}::double * exp(${SHOP.intentWeight}::double * intent)))))::bigint as score,
    b.user_no is not null as bought
  from population p join fine.users u using (user_no) join future f using (cohort) left join buyers b using (user_no)
), steps as (
  select score, count(*) filter (where bought) as yes, count(*) filter (where not bought) as no from scored group by 1
), ranked as (
  select *, sum(no) over (order by score rows between unbounded preceding and current row) - no as no_below from steps
)
select sum(yes + no)::bigint as users, sum(yes)::bigint as buyers,
  round(sum(yes * (2 * no_below + no))::double / 2 / nullif(sum(yes)::double * sum(no)::double, 0), 6) as auc
from ranked`,
    row: Auc,
  });
  return {
    cut_off: dayText(plan, plan.cutDay),
    population: "users with an event before the cut-off",
    target: "at least one purchase on or after the cut-off",
    planted: {
      intent: "standard normal per user",
      buy_probability_per_session: {
        at_intent_0: SHOP.buyAtZero,
        log_weight_of_intent: SHOP.intentWeight,
        max: SHOP.buyMax,
      },
      cart_probability_per_session: {
        at_intent_0: SHOP.cartAtZero,
        log_weight_of_intent: SHOP.intentWeight,
        max: SHOP.cartMax,
      },
      log_views_weight_of_intent: SHOP.intentOnViews,
      best_attainable_auc: 0.75,
    },
    realised: { users: row?.users, buyers: row?.buyers, auc_of_true_score: row?.auc ?? null },
  };
}

/** Sessions after the cut-off of a user of this cohort with activity 1, in expectation. */
function futureSessions(plan: ShopPlan, cohort: number): number {
  return plan.weeks.reduce((sum, { week, monday, weights }) => {
    if (week < cohort) return sum;
    const after = weights.filter((_, i) => monday + i >= plan.cutDay && monday + i < plan.days);
    const weekday = SHOP.weekday.reduce((a, x) => a + x, 0);
    return sum + (retentionAt(week - cohort) * after.reduce((a, x) => a + x, 0)) / weekday;
  }, 0);
}

const Cold = z.object({ product_id: z.number(), launch_day: z.number(), views: z.number(), others: z.number() });

/** Products launched late that are viewed but never put in a cart or bought. */
export async function coldStartTruth({ warehouse }: WorldRun, plan: ShopPlan): Promise<unknown> {
  const rows = await warehouse.rows({
    name: "worlds.shop.cold_start",
    text: sql`
select product_id, launch_day, coalesce(sum(c.views), 0)::bigint as views, coalesce(sum(c.others), 0)::bigint as others
from products p left join counted_cold c using (product_no)
where product_no >= ${plan.regularProducts} group by 1, 2 order by 1`,
    row: Cold,
  });
  const sum = (of: (row: z.infer<typeof Cold>) => number): number => rows.reduce((total, row) => total + of(row), 0);
  return {
    planted: { share_of_views_after_launch: SHOP.coldViewShare, first_launch: dayText(plan, plan.coldFromDay) },
    realised: {
      viewed_products: rows.filter(({ views }) => views > 0).length,
      views: sum((r) => r.views),
      carts_and_purchases: sum((r) => r.others),
    },
    product_ids: rows.map(({ product_id }) => product_id),
  };
}
