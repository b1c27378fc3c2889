import type { Sql } from "../../sql/sql.ts";
import { raw, sql } from "../../sql/sql.ts";
import type { ShopPlan } from "./parameters.ts";

/** Creates the tables in which the generated rows are counted, chunk by chunk. */
export const tallyTables: Sql = raw(`
create table counted_hours (day bigint, hour bigint, event_type event_type, events bigint, amount decimal(38, 2),
  no_category bigint, no_brand bigint);
create table counted_user_weeks (user_no integer, week bigint, first_day bigint, events bigint);
create table counted_sales (session_no bigint, user_no integer, product_no integer, day bigint);
create table counted_cold (product_no integer, views bigint, others bigint);
create table counted_repeats (extra bigint, bursts bigint, longest bigint);
create table counted_sessions (sessions bigint, idle bigint);
create table shared_sessions (session_no bigint);
`);

/** Counts the rows of `events`, and the sessions that begin in days `from` to `to - 1`, into the tally tables. */
export function countEvents(plan: ShopPlan, from: number, to: number): Sql {
  const monday = plan.weeks[0]?.monday ?? 0;
  return sql`
insert into counted_hours
  select t // 86400, (t % 86400) // 3600, event_type, count(*), sum(price), count(*) filter (where category_code is null),
    count(*) filter (where brand is null)
  from events group by all;
insert into counted_user_weeks
  select session_no >> 20, (t // 86400 - ${monday}) // 7, min(t // 86400), count(*) from events group by all;
insert into counted_sales
  select session_no, session_no >> 20, product_no, t // 86400 from events where event_type = 'purchase';
insert into counted_cold
  select product_no, count(*) filter (where event_type = 'view'), count(*) filter (where event_type <> 'view')
  from events where product_no >= ${plan.regularProducts} group by all;
insert into counted_repeats
  select coalesce(sum(n - 1), 0), count(*), max(n) from (
    select count(*) as n from events where event_type = 'cart' group by t, session_no, product_no having count(*) > 1
  );
insert into counted_sessions
  select count(*), count(*) filter (where idle_before < slots)
  from sessions where start_s >= ${from * 86_400} and start_s < ${to * 86_400};
`;
}

/** Creates `user_weeks`, one row per user and active week: a week may have been counted in several chunks. */
export const userWeeks: Sql = raw(`
create table user_weeks as
select user_no, week::integer as week, min(first_day)::integer as first_day, sum(events)::integer as events
from counted_user_weeks group by 1, 2;
drop table counted_user_weeks;`);
