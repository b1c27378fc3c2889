import { z } from "zod";
import { raw, sql } from "../../sql/sql.ts";
import type { WorldFile, WorldRun } from "../world.ts";
import { BRANDLESS_SHARE, PRICE } from "./catalogue-tables.ts";
import { dayText, retentionAt, SHOP, type ShopPlan } from "./parameters.ts";
import type { SharedSession } from "./shared-session.ts";
import { userWeeks } from "./tally.ts";
import { affinityTruth, coldStartTruth, propensityTruth } from "./truth-of-items.ts";

interface TruthInput {
  readonly files: readonly WorldFile[];
  readonly shared: SharedSession | undefined;
}

/** What was planted, with parameters, and what the generated rows hold, counted by SQL. */
export async function shopTruth(
  run: WorldRun,
  plan: ShopPlan,
  { files, shared }: TruthInput,
): Promise<Record<string, unknown>> {
  await run.warehouse.exec(userWeeks, { signal: run.signal });
  return {
    files,
    realised: await totals(run),
    shared_session: shared === undefined ? null : { session_id: shared.sessionId, users: shared.users },
    catalogue: await catalogue(run),
    activity: await activity(run),
    retention: await retention(run, plan),
    promotion: await promotion(run, plan),
    profile: await profile(run),
    affinities: await affinityTruth(run),
    propensity: await propensityTruth(run, plan),
    cold_start: await coldStartTruth(run, plan),
  };
}

const Totals = z.object({
  events: z.number(),
  views: z.number(),
  carts: z.number(),
  purchases: z.number(),
  revenue: z.union([z.number(), z.string()]),
  users: z.number(),
  buyers: z.number(),
  sessions: z.number(),
  session_ids: z.number(),
  idle_sessions: z.number(),
  duplicates: z.number(),
  bursts: z.number(),
  longest_burst: z.number(),
  category_code_null: z.number(),
  brand_null: z.number(),
  category_code_null_share: z.number(),
  brand_null_share: z.number(),
});

async function totals({ warehouse }: WorldRun): Promise<z.infer<typeof Totals> | undefined> {
  const [row] = await warehouse.rows({
    name: "worlds.shop.totals",
    text: raw(`
select sum(events)::bigint as events, coalesce(sum(events) filter (where event_type = 'view'), 0)::bigint as views,
  coalesce(sum(events) filter (where event_type = 'cart'), 0)::bigint as carts,
  coalesce(sum(events) filter (where event_type = 'purchase'), 0)::bigint as purchases,
  coalesce(sum(amount) filter (where event_type = 'purchase'), 0)::decimal(18, 2) as revenue,
  (select count(distinct user_no) from user_weeks) as users,
  (select count(distinct user_no) from counted_sales) as buyers,
  (select sum(sessions)::bigint from counted_sessions) as sessions,
  (select sum(sessions)::bigint - (select count(*) from shared_sessions) from counted_sessions) as session_ids,
  (select sum(idle)::bigint from counted_sessions) as idle_sessions,
  (select sum(extra)::bigint from counted_repeats) as duplicates,
  (select sum(bursts)::bigint from counted_repeats) as bursts,
  (select coalesce(max(longest), 1) from counted_repeats) as longest_burst,
  sum(no_category)::bigint as category_code_null, sum(no_brand)::bigint as brand_null,
  round(sum(no_category)::double / sum(events), 6) as category_code_null_share,
  round(sum(no_brand)::double / sum(events), 6) as brand_null_share
from counted_hours`),
    row: Totals,
  });
  return row;
}

async function catalogue({ warehouse }: WorldRun): Promise<unknown> {
  const { rows } = await warehouse.table(
    raw(`
with logs as (select round(ln(price::double) * 1000000)::bigint as x, brand from products)
select count(*), count(*) filter (where brand is null), round(sum(x)::double / count(*) / 1e6, 4),
  round(sqrt((sum(x * x)::double - sum(x)::double * sum(x)::double / count(*)) / (count(*) - 1)) / 1e6, 4)
from logs`),
  );
  const [products, brandless, logMean, logSd] = rows[0] ?? [];
  return {
    price: {
      planted: {
        family: "lognormal",
        log_mean: PRICE.logMean,
        log_sd_within_category: PRICE.logSd,
        category_spread: PRICE.categorySpread,
      },
      realised: { log_mean: logMean, log_sd: logSd },
    },
    brandless_share: { planted: BRANDLESS_SHARE, realised_products: brandless },
    products,
  };
}

async function activity({ warehouse }: WorldRun): Promise<unknown> {
  const { rows } = await warehouse.table(
    raw(`
with per_user as (select user_no, sum(events)::bigint as events from user_weeks group by 1),
placed as (select events, row_number() over (order by events desc) as place, count(*) over () as users from per_user)
select quantile_disc(events, 0.5), quantile_disc(events, 0.99), max(events),
  round(sum(events) filter (where place * 100 <= users)::double / sum(events), 4)
from placed`),
  );
  const [median, p99, max, topShare] = rows[0] ?? [];
  return {
    planted: { family: "pareto", alpha: SHOP.activityAlpha, max: SHOP.activityMax, of: "sessions per active week" },
    realised: { events_per_user: { median, p99, max }, share_of_events_of_top_1_percent: topShare },
  };
}

const RetentionRow = z.object({ later: z.number(), users: z.number(), active: z.number() });

/** Pooled over cohorts whose week lies wholly inside the window. */
async function retention({ warehouse }: WorldRun, plan: ShopPlan): Promise<unknown> {
  const complete = plan.weeks.filter(({ daysInside }) => daysInside === 7).map(({ week }) => week);
  const last = Math.max(-1, ...complete);
  const rows = await warehouse.rows({
    name: "worlds.shop.retention",
    text: sql`
with firsts as (select user_no, min(week) as cohort from user_weeks group by 1),
sizes as (select cohort, count(*) as users from firsts group by 1),
cells as (
  select f.cohort, a.week - f.cohort as later, count(*) as active
  from user_weeks a join firsts f using (user_no) group by 1, 2
)
select later, sum(users)::bigint as users, sum(active)::bigint as active
from cells join sizes using (cohort) where later > 0 and cohort + later <= ${last} group by 1 order by 1`,
    row: RetentionRow,
  });
  return {
    week_start: "monday",
    first_seen_share_of_first_week: SHOP.existingUsersShare,
    curve: rows.map(({ later, users, active }) => ({
      week: later,
      planted: retentionAt(later),
      realised: round(active / users),
      users,
      active,
    })),
  };
}

const PromoRow = z.object({
  traffic: z.number().nullable(),
  inside: z.number().nullable(),
  outside: z.number().nullable(),
});

async function promotion({ warehouse }: WorldRun, plan: ShopPlan): Promise<unknown> {
  const from = plan.promoFromDay;
  const to = from + plan.promoDays - 1;
  const [row] = await warehouse.rows({
    name: "worlds.shop.promotion",
    text: sql`
with days as (
  select day, sum(events)::double as events, coalesce(sum(events) filter (where event_type = 'purchase'), 0)::double as purchases,
    day between ${from} and ${to} as promo
  from counted_hours group by 1
)
select (sum(events) filter (where promo)) / nullif(sum(events) filter (where day between ${from - 7} and ${to - 7}), 0) as traffic,
  (sum(purchases) filter (where promo)) / (sum(events) filter (where promo)) as inside,
  (sum(purchases) filter (where not promo)) / (sum(events) filter (where not promo)) as outside
from days`,
    row: PromoRow,
  });
  return {
    days: Array.from({ length: plan.promoDays }, (_, i) => dayText(plan, from + i)),
    planted: SHOP.promo,
    realised: {
      traffic_against_week_before: round(row?.traffic ?? null),
      purchases_per_event_inside: round(row?.inside ?? null),
      purchases_per_event_outside: round(row?.outside ?? null),
    },
  };
}

async function profile({ warehouse }: WorldRun): Promise<unknown> {
  const { rows } = await warehouse.table(
    raw("select hour, sum(events)::bigint from counted_hours group by 1 order by 1"),
  );
  return {
    planted: { weekday_from_monday: SHOP.weekday, hour_utc: SHOP.hour },
    realised: { events_by_hour: rows.map((row) => row[1]) },
  };
}

function round(x: number | null): number | null {
  return x === null ? null : Math.round(x * 1e6) / 1e6;
}
