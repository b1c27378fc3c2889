import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { Cell } from "../../warehouse/port.ts";
import { records } from "../records.ts";
import type { WorldRun } from "../world.ts";
import { type DayRange, dayNames, PRODUCT, type ProductPlan } from "./parameters.ts";
import { mixtureDays } from "./visits.ts";

type Row = Readonly<Record<string, Cell>>;

/** Assignment, and CTR by group in the A/A and the A/B week; null for a week that was left out. */
export async function experimentsTruth(run: WorldRun, plan: ProductPlan): Promise<unknown> {
  const { salt, groups, h1, h2 } = PRODUCT.experiment;
  const { aa_week, ab_week } = plan.plants;
  const mixture = mixtureDays(plan);
  return {
    assignment: {
      salt,
      groups,
      by: "MD5 of '<user_id>-<salt>' as a number, modulo the groups; it never changes",
      users: await records(
        run.warehouse,
        raw(`select exp_group as "group", count(*) as users from seen group by 1 order by 1`),
      ),
    },
    metric: "ctr = likes / views",
    base_ctr: PRODUCT.ctr,
    a_a:
      aa_week === undefined
        ? null
        : { days: dayNames(plan, aa_week), planted: { effect: 0 }, realised: await week(run, plan, aa_week) },
    a_b:
      ab_week === undefined || mixture === undefined
        ? null
        : {
            days: dayNames(plan, ab_week),
            planted: {
              h1: {
                control: h1.control,
                test: h1.test,
                days_with_two_modes: dayNames(plan, mixture),
                modes: [
                  { mode: "low", ctr: h1.lowCtr, share_of_users: round(1 - h1.highShare) },
                  { mode: "high", ctr: h1.highCtr, share_of_users: h1.highShare },
                ],
              },
              h2: { control: h2.control, test: h2.test, effect: h2.effect },
            },
            realised: { ...(await week(run, plan, ab_week)), h1_modes: await modes(run, mixture) },
          },
  };
}

const SUMS: Sql = raw(`count(*) as users, sum(views)::bigint as views, sum(likes)::bigint as likes,
  round(sum(likes)::double / sum(views), 6) as ctr`);

async function week({ warehouse }: WorldRun, plan: ProductPlan, { from, to }: DayRange): Promise<object> {
  const inWeek = sql`user_days join seen using (user_no) where views > 0 and day between ${from} and ${to - 1}`;
  const groups = await records(
    warehouse,
    sql`
with per_user as (
  select user_no, exp_group, sum(views)::bigint as views, sum(likes)::bigint as likes from ${inWeek} group by 1, 2
)
select exp_group as "group", ${SUMS}, sum(views * views)::bigint as sum_views_squared,
  sum(likes * likes)::bigint as sum_likes_squared, sum(views * likes)::bigint as sum_views_likes
from per_user group by 1 order by 1`,
  );
  const daily = await records(
    warehouse,
    sql`
select (${plan.start}::date + day)::varchar as day, exp_group as "group", ${SUMS}
from ${inWeek} group by day, exp_group order by day, exp_group`,
  );
  const { h1, h2 } = PRODUCT.experiment;
  return { groups, h1: difference(groups, h1), h2: difference(groups, h2), daily };
}

/** What the two modes became: the users of H1's test group on the days of the mixture. */
async function modes({ warehouse }: WorldRun, { from, to }: DayRange): Promise<unknown> {
  return records(
    warehouse,
    sql`
with per_user as (
  select user_no, high_mode, sum(views)::bigint as views, sum(likes)::bigint as likes
  from user_days join seen using (user_no)
  where views > 0 and exp_group = ${PRODUCT.experiment.h1.test} and day between ${from} and ${to - 1} group by 1, 2
)
select case when high_mode then 'high' else 'low' end as mode, ${SUMS} from per_user group by 1 order by 1 desc`,
  );
}

/** Test minus control with its standard error over users, by the delta method. */
function difference(
  groups: readonly Row[],
  { control, test }: { readonly control: number; readonly test: number },
): unknown {
  const [c, t] = [control, test].map((group) => ratioOf(groups.find((row) => row["group"] === group)));
  if (c === undefined || t === undefined) return null;
  return {
    ctr_difference: round(t.ratio - c.ratio),
    standard_error: round(Math.sqrt(t.variance + c.variance)),
    users: { control: c.users, test: t.users },
  };
}

function ratioOf(row: Row | undefined): { ratio: number; variance: number; users: number } | undefined {
  const [n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0] = [
    "users",
    "views",
    "likes",
    "sum_views_squared",
    "sum_likes_squared",
    "sum_views_likes",
  ].map((name) => Number(row?.[name]));
  if (!(n > 1) || !(x > 0)) return undefined;
  const ratio = y / x;
  const residuals = yy - 2 * ratio * xy + ratio * ratio * xx;
  return { ratio, variance: ((residuals / (n - 1)) * n) / (x * x), users: n };
}

function round(x: number): number {
  return Math.round(x * 1e6) / 1e6;
}
