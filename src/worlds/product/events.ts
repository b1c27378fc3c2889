import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { PartRows } from "../parts.ts";
import { type Draw, withWords } from "../randomness.ts";
import { type DayRange, PRODUCT, type ProductPlan } from "./parameters.ts";
import { CONTACTS, USER_COLUMNS } from "./users.ts";
import { visitsQuery, waitOf } from "./visits.ts";

const LIKE_DRAW: Draw = { as: "w_like", stream: 10, at: sql`k` };
const ACTION_DRAWS: readonly Draw[] = ["jitter", "age", "post"].map((name, i) => {
  return { as: `w_${name}`, stream: 11 + i, at: sql`k` };
});

const LIKED = raw("in_feed and unit(w_like) < like_share");

/** The events of a world end in the middle of one user's log: that user's row `(t, row_no)` is the last. */
export interface LastUser {
  readonly user_no: number;
  readonly t: number;
  readonly row_no: number;
}

/** A query: rows that each user gives over the whole window. */
export function rowsPerUser({ days }: ProductPlan): Sql {
  const unfolded = sql`select *, unnest(range(actions))::integer as k from (${visitsQuery(sql`fine.users`, { from: 0, to: days })})`;
  return sql`
select user_no, sum(1 + (${LIKED})::integer)::bigint as row_count from (${withWords(unfolded, sql`v`, [LIKE_DRAW])}) group by 1`;
}

/**
 * A query: the rows of the users in the days. Visits of one day show different posts, and a like's distance from its
 * view is the same for one post, so no two rows are equal.
 */
export function actionsQuery({ postsPerDay }: ProductPlan, users: Sql, range: DayRange): Sql {
  const { visitsMax, postAge } = PRODUCT;
  const unfolded = sql`
select * exclude (actions), step >> 1 as k
from (select *, unnest(range(2 * actions))::integer as step from (${visitsQuery(users, range)}))`;
  const happening = sql`
select * exclude (w_like, like_share) from (${withWords(unfolded, sql`v`, [LIKE_DRAW])}) where step & 1 = 0 or (${LIKED})`;
  const posted = sql`
select *, case when in_feed then (day + ${postAge.maxDays}
    - least(${postAge.maxDays}, floor(${-postAge.meanDays}::double * ln(unit(w_age)))::integer)) * ${postsPerDay}
    + ${visitsMax} * floor(${postsPerDay / visitsMax} * square(unit(w_post)))::integer + (visit + turn) % ${visitsMax}
  else floor(${CONTACTS} * square(unit(w_post))) end::integer as item
from (${withWords(happening, sql`v`, ACTION_DRAWS)})`;
  return sql`
select user_no, item, in_feed,
  start_s + floor((k + 0.5::double * unit(w_jitter)) * gap)::integer
    + case when step & 1 = 1 then floor(${waitOf(raw("w_wait"), PRODUCT.viewToLike)})::integer else 0 end as t,
  (user_no::bigint * 8 + visit) * 256 + step as row_no,
  case when not in_feed then 'message'::event_type when step & 1 = 1 then 'like'::event_type
    else 'view'::event_type end as event
from (${withWords(posted, sql`v`, [{ as: "w_wait", stream: 14, at: sql`item` }])})`;
}

const CONTACT = raw(
  `case item ${Array.from({ length: CONTACTS }, (_, i) => `when ${i} then contact_${i}`).join(" ")} end`,
);

/** Replaces `events` by the rows of days `from` to `to - 1` in file order: time, then user, visit and place in it. */
export function eventsTable(plan: ProductPlan, range: DayRange, last: LastUser): Sql {
  return sql`
create or replace temp table events as
select t, row_no, a.user_no, event, user_id, case when in_feed then 1000 + item end as post_id,
  case when not in_feed then ${CONTACT} end as receiver_id, ${raw(USER_COLUMNS.join(", "))}
from (${actionsQuery(plan, sql`fine.users`, range)}) a join fine.users u on u.user_no = a.user_no
where a.user_no < ${last.user_no} or t < ${last.t} or (t = ${last.t} and row_no <= ${last.row_no})
order by t, row_no`;
}

const TEXTS: ReadonlySet<string> = new Set(["os", "source", "country", "city"]);

/** The columns of the event log. */
export function eventRows({ startS }: ProductPlan): PartRows {
  return {
    columns: [
      { name: "user_id", value: raw("user_id") },
      { name: "event", value: raw("event::varchar") },
      { name: "time", value: sql`make_timestamp((${startS} + t) * 1000000)::varchar || 'Z'` },
      { name: "post_id", value: raw("post_id") },
      { name: "receiver_id", value: raw("receiver_id") },
      ...USER_COLUMNS.map((name) => ({ name, value: raw(`${name}${TEXTS.has(name) ? "::varchar" : ""}`) })),
    ],
    from: raw("events"),
  };
}
