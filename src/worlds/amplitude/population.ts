import { joinSql, type Sql, sql } from "../../sql/sql.ts";
import { drawsOf, type SeedWords, withBase, withWords } from "../randomness.ts";
import { BUCKETS } from "./lookups.ts";
import { AMPLITUDE, type AmplitudePlan, SEGMENTS } from "./parameters.ts";
import { PLACES } from "./places.ts";

const ROLES: Readonly<Record<(typeof SEGMENTS)[number]["name"], string>> = {
  underwriter: "Underwriter",
  analyst: "Rating analyst",
  manager: "Portfolio manager",
  occasional: "Viewer",
};

/**
 * Creates `users`: the monitor, the bots, people. `weight` is whole and sets the sessions: lognormal within a segment,
 * scaled so that each country has its planted share; `upto` is its running sum.
 */
export function usersTable({ users, bots }: AmplitudePlan, seed: SeedWords): Sql {
  const based = withBase(sql`select range as user_no from range(${users})`, sql`user_no`, { kind: 5, seed });
  const drawn = withWords(based, sql`base`, drawsOf("segment activity activity2 place2 mac office internal", 1));
  const roles = joinSql(
    SEGMENTS.map(({ name }, i) => sql`when segment_no = ${i} then ${ROLES[name]}`),
    " ",
  );
  return sql`
create table users as
with drawn as (${drawn}), settled as (
  select drawn.*, user_no <= ${bots} as machine, case when user_no <= ${bots} then 3 else s.value end as segment_no,
    case when user_no = 0 then ${PLACES.length} when user_no <= ${bots} then ${PLACES.length + 1} + (user_no - 1) % 3
      else p.value end as place_no
  from drawn
  join segment_buckets s on s.bucket = below(w_segment, ${BUCKETS})
  join place_buckets p on p.bucket = below((user_no * 2654435769) & 4294967295, ${BUCKETS})
), weighted as (
  select settled.*, first_place, country_places, country_share, utc_minutes, other_language, other_share, country,
    heartbeats, log_length, mobile, case when machine then 0 else 1 + floor(1000000 * activity
      * exp(${AMPLITUDE.activityLogSd}::double * greatest(-2.6, least(2.6, normal(w_activity, w_activity2))))) end::bigint as activity
  from settled join places using (place_no) join segments using (segment_no)
), shared as (
  select *, case when machine then 0 else floor(1000000000000::double * country_share * activity
      / sum(activity) over (partition by machine, country)) end::bigint as weight
  from weighted
)
select user_no::integer as user_no, base as user_base, machine, segment_no, place_no, utc_minutes, other_language, other_share,
  heartbeats, log_length, mobile, weight, sum(weight) over (order by user_no)::bigint - weight as upto,
  first_place + (place_no - first_place + 1 + below(w_place2, country_places - 1)) % country_places as away_place,
  unit(w_mac) < 0.16 as mac,
  lower(lpad(hex(base), 8, '0')) || lower(lpad(hex(w_office), 8, '0')) as user_id, 500000000000 + base as amplitude_id,
  concat('{"businessUnit":["', case when w_office & 1 = 0 then 'Property' else 'Casualty' end, '"],"roles":["',
    case when machine then 'Automation' ${roles} end, '"],"isInternalUser":"', case when unit(w_internal) < 0.06 then 'true' else 'false' end,
    '","trackingVersion":"2.4","hostname":"app.example.com","referrer":"EMPTY","referring_domain":"EMPTY","initial_utm_source":"EMPTY","initial_utm_medium":"EMPTY","initial_gclid":"EMPTY"}')
    as user_properties
from shared order by user_no;`;
}
