/** A question that a person would ask of the shop's models. */
export interface ShopQuery {
  readonly name: string;
  /** `USER` stands for the id of the busiest user, `LAST` for the last day. */
  readonly sql: string;
}

export const SHOP_QUERIES: readonly ShopQuery[] = [
  {
    name: "daily revenue",
    sql: "select day, value from fct_daily where metric = 'revenue' and dimension = '' order by day",
  },
  {
    name: "purchases by category",
    sql: "select day, dimension_value, value from fct_daily where metric = 'purchases' and dimension = 'category_code' order by day, value desc",
  },
  {
    name: "events and users by day and name",
    sql: "select day, event, count(*) as events, count(distinct user_id) as users from fct_events group by day, event order by day, event",
  },
  {
    name: "top items by revenue, from events",
    sql: "select item_id, sum(value) as revenue, count(*) as purchases from fct_events where event = 'purchase' group by item_id order by revenue desc, item_id limit 20",
  },
  {
    name: "top items by revenue, from items",
    sql: "select item_id, value, users from dim_items order by value desc nulls last, item_id limit 20",
  },
  {
    name: "sessions that view, cart and buy",
    sql: "select day, count(*) as sessions, count_if(has_view) as view, count_if(has_cart) as cart, count_if(has_purchase) as purchase from fct_sessions group by day order by day",
  },
  {
    name: "users who view, then cart, then buy",
    sql: `with firsts as (
        select user_id, min(event_time) filter (where event = 'view') as view, min(event_time) filter (where event = 'cart') as cart,
          min(event_time) filter (where event = 'purchase') as purchase
        from fct_events group by user_id
      )
      select count(view) as view, count(*) filter (where cart >= view) as cart,
        count(*) filter (where cart >= view and purchase >= cart) as purchase from firsts`,
  },
  {
    name: "weekly retention",
    sql: `select date_trunc('week', u.first_day) as cohort, (d.day - u.first_day) // 7 as week, count(distinct d.user_id) as users
      from dim_users as u join fct_user_days as d on d.user_id = u.user_id group by cohort, week order by cohort, week`,
  },
  {
    name: "transitions between events",
    sql: "select event, next_event, count(*) as n from fct_events group by event, next_event order by n desc, event, next_event",
  },
  {
    name: "brands of the last week against the week before",
    sql: `select brand, sum(value) filter (where day > date 'LAST' - 7) as week, sum(value) filter (where day <= date 'LAST' - 7) as before
      from fct_events where event = 'purchase' and day > date 'LAST' - 14 group by brand order by week desc nulls last, brand limit 20`,
  },
  {
    name: "quantiles of buyers' revenue",
    sql: "select quantile_cont(value, [0.5, 0.9, 0.99]) as value, count(*) as buyers from dim_users where value > 0",
  },
  {
    name: "one user's events",
    sql: "select event_time, event, item_id, value, session_no from fct_events where user_id = USER order by event_time, ingest_seq",
  },
];
