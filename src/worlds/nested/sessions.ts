import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { drawsOf, type SeedWords, withBase, withWords } from "../randomness.ts";
import type { WorldRequest } from "../world.ts";
import { type Fault, faultsOf, sessionsPerHour } from "./faults.ts";
import { BUCKETS, HOUR_BUCKETS } from "./lookups.ts";
import { FUNNEL, NESTED, ORIGINS, ROWS_PER_SESSION } from "./parameters.ts";

/** Numbers of the sessions that surges and bots add; none of the others is as high. */
const ADDED_FROM = 3_000_000_000;

/** The events of a session in their order, each with the column that holds how many there are. */
export const STEPS = [
  { event: "page_viewed", column: "pages" },
  { event: "login", column: "logins" },
  { event: "search", column: "searches" },
  { event: "product_viewed", column: "products" },
  { event: "product_added_to_cart", column: "carts" },
  { event: "checkout_started", column: "checkouts" },
  { event: "checkout_completed", column: "orders" },
] as const;

const SESSION_DRAWS = drawsOf(
  "hour second origin visitor keep pages login search product products cart carts checkout order gap item",
  1,
);

const VISITOR_DRAWS = drawsOf("country system", 30);

/** How many sessions each fault adds per hour. */
export function addedPerHour({ kind, scope, factor }: Fault, { events, days }: WorldRequest): number {
  if (kind !== "surge" && kind !== "bot") return 0;
  const inScope = ORIGINS.filter(
    ({ medium, source }) => (scope.utm_medium ?? medium) === medium && (scope.utm_source ?? source) === source,
  );
  const share = kind === "bot" ? 1 : inScope.reduce((sum, origin) => sum + origin.share, 0) * 1.4;
  return Math.max(1, Math.round(factor[0] * share * sessionsPerHour(events, days)));
}

function addedSessions(request: WorldRequest): Sql {
  const rows = faultsOf(request.days).flatMap((fault, i) => {
    const perHour = addedPerHour(fault, request);
    return perHour === 0
      ? []
      : [
          sql`select ${fault.fromHour} + range // ${perHour} as added_hour, ${i} as fault_no, ${fault.kind} as added
      from range(${perHour * fault.hours})`,
        ];
  });
  return sql`select ${ADDED_FROM} + row_number() over (order by added_hour, number) - 1 as session_no, added_hour, added, fault_no
    from (select *, row_number() over () as number from (${joinSql(rows, " union all ")}))`;
}

const MATCHES =
  raw(`(f.fault_no is not null and (in_country is null or country_name = in_country) and (in_os is null or os = in_os)
  and (in_browser is null or browser = in_browser) and (in_medium is null or utm_medium = in_medium)
  and (in_source is null or utm_source = in_source))`);

/** A count of at least one: each further one has this chance; at most five. */
const atLeastOne = (word: string, more: number): Sql =>
  sql`least(5, 1 + floor(ln(unit(${raw(word)})) / ln(${more}::double)))::integer`;

/** Counts of a session's events, from the columns that say what it would do and the given conditions. */
function counts(prefix: string, { kept, carts, orders }: { kept: string; carts: string; orders: string }): Sql {
  const column = (name: string, n: string): Sql => raw(`case when ${kept} then ${n} else 0 end as ${prefix}${name}`);
  return joinSql([
    column("sessions", "1"),
    column("pages", "page_count"),
    column("logins", "login_count"),
    column("searches", "search_count"),
    column("products", "product_count"),
    column("carts", `case when ${carts} then cart_count else 0 end`),
    column("checkouts", `(checks_out and ${carts})::integer`),
    column("orders", `(buys and ${carts} and ${orders})::integer`),
  ]);
}

/**
 * Creates `planned`: `count` sessions and the added ones, with what happens in them and, in columns that begin with
 * `e_`, what would without the faults. A session lies within one hour and does not depend on how many there are.
 */
export function plannedTable(count: number, request: WorldRequest, seed: SeedWords): Sql {
  const visitors = Math.max(50, Math.round(request.events / ROWS_PER_SESSION / NESTED.sessionsPerVisitor));
  const sessions = withWords(
    withBase(
      sql`select range as session_no, null::bigint as added_hour, null::varchar as added, null::integer as added_by from range(${count})
union all select * from (${addedSessions(request)})`,
      raw("session_no"),
      { kind: 7, seed },
    ),
    raw("base"),
    SESSION_DRAWS,
  );
  const owned = sql`select * exclude (premixed, base), base as session_base,
    case when added = 'bot' then ${visitors} else below(w_visitor, ${visitors}) end as visitor_no from (${sessions})`;
  const visited = withWords(
    withBase(sql`select * from (${owned})`, raw("visitor_no"), { kind: 8, seed }),
    raw("base"),
    VISITOR_DRAWS,
  );
  const factor = (kind: string): Sql => sql`case when matched and kind = ${kind} then factor else 1 end`;
  return sql`
create or replace table planned as
with drawn as (${visited}), placed as (
  select d.* exclude (premixed, base), base as visitor_base, coalesce(added_hour, h.hour_no)::integer as hour_no,
    c.country_name as country_0, s.os as os_0, s.browser as browser_0, os_conversion, o.utm_medium as medium_0, o.utm_source as source_0,
    utm_campaign, origin_conversion
  from drawn d join hour_buckets h on h.bucket = below(w_hour, ${HOUR_BUCKETS})
  join countries c on c.bucket = below(w_country, ${BUCKETS}) join systems s on s.bucket = below(w_system, ${BUCKETS})
  join origins o on o.bucket = below(w_origin, ${BUCKETS})
), scoped as (
  select p.* exclude (country_0, os_0, browser_0, medium_0, source_0), coalesce(a.in_country, country_0) as country_name,
    coalesce(a.in_os, os_0) as os, coalesce(a.in_browser, browser_0) as browser,
    case when added = 'bot' then null else coalesce(a.in_medium, medium_0) end as utm_medium,
    case when added = 'bot' then null else coalesce(a.in_source, source_0) end as utm_source,
    case when added is not null then null else utm_campaign end as campaign
  from placed p left join fault_hours a on added is not null and a.hour_no = p.hour_no
), matched as (
  select s.*, kind, factor, ${MATCHES} as matched, coalesce(added, '') <> 'bot' as human,
    unit(w_cart) as cart_at, unit(w_order) as order_at,
    least(0.95, ${FUNNEL.order} * os_conversion * origin_conversion) as order_chance
  from scoped s left join fault_hours f on f.hour_no = s.hour_no
), decided as (
  select *, added is null as expected,
    not (matched and (kind = 'silence' or (kind = 'traffic' and unit(w_keep) >= factor))) as kept,
    human and unit(w_product) < ${FUNNEL.product} as looks, cart_at < ${FUNNEL.cart} as fills, order_at < order_chance as pays,
    cart_at < ${FUNNEL.cart} * ${factor("cart")} as still_fills, order_at < order_chance * ${factor("order")} as still_pays,
    ${atLeastOne("w_pages", FUNNEL.morePages)} as page_count, (human and unit(w_login) < ${FUNNEL.login})::integer as login_count,
    (human and unit(w_search) < ${FUNNEL.search})::integer as search_count
  from matched
), known as (
  select *, looks and fills and unit(w_checkout) < ${FUNNEL.checkout} as checks_out,
    case when looks then ${atLeastOne("w_products", FUNNEL.moreProducts)} else 0 end as product_count,
    case when looks and fills then ${atLeastOne("w_carts", FUNNEL.moreCarts)} else 0 end as cart_count
  from decided
), counted as (
  select *, checks_out and pays as buys from known
), told as (
  select session_no, session_base, visitor_no, visitor_base, added, hour_no, country_name, os, browser, utm_medium, utm_source,
    campaign as utm_campaign, w_second, w_gap, w_item,
    ${counts("", { kept: "kept", carts: "still_fills", orders: "still_pays" })},
    ${counts("e_", { kept: "expected", carts: "true", orders: "true" })}
  from counted
)
select *, ${raw(STEPS.map(({ column }) => column).join(" + "))} as row_count from told;`;
}

/** Rows of the sessions that are always there, and of the others. */
export const plannedRows: Sql = raw(`
select coalesce(sum(row_count) filter (where added is not null), 0)::bigint, coalesce(sum(row_count) filter (where added is null), 0)::bigint
from planned`);

/** Creates `sessions`: those of `planned` that give exactly the rows asked for, the last one cut short. */
export function sessionsTable(events: number, added: number): Sql {
  let before: Sql = raw("0");
  const cut = STEPS.map(({ column }) => {
    const name = raw(column);
    const clamped = sql`greatest(0, least(${name}, left_rows - (${before})))::integer`;
    before = sql`${before} + ${name}`;
    return sql`${clamped} as ${name}, case when left_rows < row_count then ${clamped} else ${raw(`e_${column}`)} end as e_${name}`;
  });
  const columns = STEPS.flatMap(({ column }) => [column, `e_${column}`]).join(", ");
  return sql`
create table sessions as
with counted as (
  select *, case when added is null then ${events - added} - (sum(case when added is null then row_count else 0 end) over (order by session_no)::bigint - row_count)
    else row_count end as left_rows
  from planned
), kept as (select * from counted where left_rows > 0)
select * exclude (${raw(columns)}, row_count, left_rows), least(row_count, left_rows)::integer as n, hour_no // 24 as day,
  ${joinSql(cut)}
from kept;`;
}
