import { ident, joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { bucketRanges, pick, valueRows } from "../bucket.ts";
import { drawsOf, type SeedWords, withBase, withWords } from "../randomness.ts";
import {
  AGE_GROUPS,
  COHORT_CLASSES,
  cohorts,
  FEMALE_SHARE,
  OPERATING_SYSTEMS,
  PRODUCT,
  type ProductPlan,
  retentionAt,
} from "./parameters.ts";
import { OUTAGE_CITIES, PLACES } from "./places.ts";

const COHORT_BUCKETS = 65_536;

/** Users to whom a user writes; each is an earlier newcomer or one of the same day. */
export const CONTACTS = 3;

/** Attributes of a user that every event carries, in the order of the file. */
export const USER_COLUMNS = ["gender", "age", "os", "source", "country", "city", "exp_group"] as const;

/** Creates the types of texts that are held as numbers. */
export function textTypes(): Sql {
  const types = {
    event_type: ["view", "like", "message"],
    cohort_class: COHORT_CLASSES,
    user_kind: Object.keys(PRODUCT.kinds),
    os_type: OPERATING_SYSTEMS.map(({ name }) => name),
    source_type: ["ads", "organic"],
    country_type: [...new Set(PLACES.map(({ country }) => country))],
    city_type: PLACES.map(({ city }) => city),
  };
  return joinSql(
    Object.entries(types).map(([name, texts]) => {
      return sql`create type ${ident(name)} as enum (${joinSql(texts.map((text) => raw(literal(text))))});`;
    }),
    "\n",
  );
}

/** Creates `cohort_buckets` and `retention`: how users are spread over first days, and who is active later. */
export function cohortTables(plan: ProductPlan): Sql {
  const all = cohorts(plan);
  const ranges = bucketRanges(
    all.map(({ weight }, value) => ({ value, weight })),
    COHORT_BUCKETS,
  ).map(({ value, lo, hi }) => [all[value]?.day ?? 0, all[value]?.kind ?? "organic", lo, hi]);
  const shares = COHORT_CLASSES.flatMap((kind) =>
    Array.from({ length: plan.days }, (_, later) => [kind, later, Math.round(retentionAt(kind, later) * 2 ** 32)]),
  );
  return sql`
create table cohort_buckets as
  select unnest(range(lo, hi))::integer as bucket, day::integer as cohort, class::cohort_class as class
  from (values ${valueRows(ranges)}) v(day, class, lo, hi);
create table retention as select class::cohort_class as class, later::integer as later, threshold::bigint as threshold
  from (values ${valueRows(shares)}) v(class, later, threshold);
`;
}

/** The experiment group of a user: the MD5 of id and salt as a number, modulo the groups (its last digit decides). */
export function experimentGroup(userId: Sql): Sql {
  const { salt, groups } = PRODUCT.experiment;
  return sql`((strpos('0123456789abcdef', right(md5(${userId} || ${`-${salt}`}), 1)) - 1) % ${groups})`;
}

/** Creates `fine.users` 0 .. count - 1. A user's row does not depend on how many there are. */
export function usersTable(count: number, seed: SeedWords): Sql {
  const based = withBase(sql`select range as user_no from range(${count})`, sql`user_no`, { kind: 5, seed });
  const draws = drawsOf("id cohort kind activity activity2 ctr ctr2 mode gender age_group age os place", 1);
  const { kinds, activityLogSd, activityRange, ctr, experiment } = PRODUCT;
  const kind = pick(
    sql`unit(w_kind)`,
    Object.entries(kinds).map(([name, share]) => ({ name, share })),
    ({ name }) => sql`${name}`,
  );
  const age = pick(sql`unit(w_age_group)`, AGE_GROUPS, ({ from, to }) => sql`${from} + below(w_age, ${to - from + 1})`);
  const place = (column: "city" | "country"): Sql => pick(sql`unit(w_place)`, PLACES, (p) => sql`${p[column]}`);
  return sql`
create or replace table fine.users as
with drawn as (${withWords(based, sql`base`, draws)}), named as (
  select *, (1000 + user_no * 7 + below(w_id, 7))::bigint as user_id, (${place("city")})::city_type as city,
    (${pick(sql`unit(w_os)`, OPERATING_SYSTEMS, ({ name }) => sql`${name}`)})::os_type as os,
    (${place("country")})::country_type as country
  from drawn join cohort_buckets on bucket = below(w_cohort, ${COHORT_BUCKETS})
)
select user_no::integer as user_no, base, user_id, cohort, class,
  case when class = 'campaign' then 'feed' else ${kind} end::user_kind as kind,
  least(${activityRange[1]}::double, greatest(${activityRange[0]}::double,
    exp(${activityLogSd}::double * normal(w_activity, w_activity2)))) as activity,
  least(${ctr.range[1]}::double, greatest(${ctr.range[0]}::double,
    ${ctr.mean}::double + ${ctr.sd}::double * normal(w_ctr, w_ctr2))) as ctr,
  unit(w_mode) < ${experiment.h1.highShare} as high_mode,
  (unit(w_gender) < ${FEMALE_SHARE})::utinyint as gender, (${age})::utinyint as age, os,
  case when class = 'organic' then 'organic' else 'ads' end::source_type as source, country, city,
  ${experimentGroup(sql`user_id`)}::utinyint as exp_group,
  city in (${joinSql(OUTAGE_CITIES.map((city) => sql`${city}`))}) as in_outage_city
from named order by user_no;
`;
}

/**
 * Keeps the users 0 .. last and gives each its contacts, whom the choice of `square(unit)` makes unequally popular:
 * some users receive much, many receive nothing.
 */
export function befriend(last: number): Sql {
  const draws = Array.from({ length: CONTACTS }, (_, i) => ({ as: `w_${i}`, stream: 30, at: sql`${i}` }));
  const rank = (i: number): Sql => {
    const drawn = sql`floor(joined * square(unit(${raw(`w_${i}`)})))::bigint`;
    return sql`case when ${drawn} = place then (place + 1) % total else ${drawn} end as ${raw(`rank_${i}`)}`;
  };
  const each = (make: (i: number) => Sql, separator = ", "): Sql =>
    joinSql(
      draws.map((_, i) => make(i)),
      separator,
    );
  return sql`
create table ranks as
select user_no, user_id, base, row_number() over (order by cohort, user_no) - 1 as place,
  count(*) over (order by cohort) as joined, count(*) over () as total
from fine.users where user_no <= ${last};
create table fine.friends as
with chosen as (select user_no, ${each(rank)} from (${withWords(sql`select * from ranks`, sql`base`, draws)}))
select u.*, ${each((i) => raw(`r_${i}.user_id as contact_${i}`))}
from fine.users u join chosen using (user_no) ${each((i) => raw(`join ranks r_${i} on r_${i}.place = rank_${i}`), " ")}
order by u.user_no;
drop table ranks;
drop table fine.users;
alter table fine.friends rename to users;
`;
}
