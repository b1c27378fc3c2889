/** The metrics that both sides compute by day, in total and by each dimension: Tidemark's definition here, the SQL below. */
export const DAILY_METRICS = {
  events: { kind: "count" },
  users: { kind: "distinct", entity: "user" },
  sessions: { kind: "count", entity: "session" },
  views: { kind: "count", filter: { event: "view" } },
  carts: { kind: "count", filter: { event: "cart" } },
  purchases: { kind: "count", filter: { event: "purchase" } },
  buyers: { kind: "distinct", entity: "user", filter: { event: "purchase" } },
  cart_sessions: { kind: "count", entity: "session", filter: { event: "cart" } },
  purchase_sessions: { kind: "count", entity: "session", filter: { event: "purchase" } },
  revenue: { kind: "sum", of: "value" },
  average_price: { kind: "mean", of: "value" },
  conversion: { kind: "ratio", numerator: "purchase_sessions", denominator: "sessions" },
  buyer_share: { kind: "ratio", numerator: "buyers", denominator: "users" },
} as const;

const DIMENSIONS = ["event", "category_code", "brand"] as const;

/** Plain SQL that makes `fct_daily`: an empty table, then one insert for the total and one for each dimension. */
export function plainDaily(): readonly string[] {
  return [
    "create table fct_daily (day date, metric varchar, dimension varchar, dimension_value varchar, value double)",
    ...[null, ...DIMENSIONS].map(insertBy),
  ];
}

/** What has no row is absent under a dimension and 0 in the total. */
function insertBy(dimension: (typeof DIMENSIONS)[number] | null): string {
  const value = (column: string): string => (dimension === null ? "''" : `coalesce(${column}, '(none)')`);
  const counted = (count: string): string => (dimension === null ? count : `nullif(${count}, 0)`);
  const revenue = `sum(value) filter (where event = 'purchase')`;
  return `insert into fct_daily
with by_event as (
  select day, ${value(dimension ?? "")} as dimension_value, count(*) as events, count(distinct user_id) as users,
    ${counted("count(*) filter (where event = 'view')")} as views,
    ${counted("count(*) filter (where event = 'cart')")} as carts,
    ${counted("count(*) filter (where event = 'purchase')")} as purchases,
    ${counted("count(distinct user_id) filter (where event = 'purchase')")} as buyers,
    ${dimension === null ? `coalesce(${revenue}, 0)` : revenue} as revenue,
    cast(${revenue} as double) / count(value) filter (where event = 'purchase') as average_price
  from fct_events group by all
), first_events as (
  select user_id, session_id, ${dimension ?? "''"} as first_value from fct_events where is_new_session
), by_session as (
  select s.day, ${value("e.first_value")} as dimension_value, count(*) as sessions,
    ${counted("count(*) filter (where s.has_cart)")} as cart_sessions,
    ${counted("count(*) filter (where s.has_purchase)")} as purchase_sessions
  from fct_sessions as s join first_events as e using (user_id, session_id) group by all
), wide as (
  select *, coalesce(buyers, 0) / users as buyer_share, coalesce(purchase_sessions, 0) / sessions as conversion
  from by_event full join by_session using (day, dimension_value)
)
select day, metric, '${dimension ?? ""}' as dimension, dimension_value, value from (
  select day, dimension_value, cast(columns(* exclude (day, dimension_value)) as double) from wide
) unpivot (value for metric in (* exclude (day, dimension_value)))`;
}
