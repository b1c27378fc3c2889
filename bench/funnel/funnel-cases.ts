/** A question about the shop's funnels, sessions and retention, and the plainest SQL that a person would write for it. */
export interface FunnelCase {
  readonly name: string;
  readonly analysis: "funnel" | "sessions" | "retention";
  readonly params: Readonly<Record<string, unknown>>;
  /** Null where nobody would write it by hand: its own SQL is the reference. */
  readonly sql: string | null;
}

const WEEK = "interval 7 day";

/** Each step at its first time after the step before, as a chain of groupings; no ties, no open windows, no times. */
function plainFunnel(steps: readonly string[]): string {
  const tables = steps.map((step, i) =>
    i === 0
      ? `s0 as (select user_id, min(event_time) as t0, min(event_time) as t from fct_events where event = '${step}' group by user_id)`
      : `s${i} as (select e.user_id, min(p.t0) as t0, min(e.event_time) as t from fct_events e join s${i - 1} p on p.user_id = e.user_id
          and e.event_time > p.t and e.event_time <= p.t0 + ${WEEK} where e.event = '${step}' group by e.user_id)`,
  );
  return `with ${tables.join(", ")} select ${steps.map((_, i) => `(select count(*) from s${i})`).join(", ")}`;
}

const three = ["view", "cart", "purchase"];
const six = ["view", "cart", "view", "cart", "purchase", "view"];

export const FUNNEL_CASES: readonly FunnelCase[] = [
  { name: "funnel, 3 steps", analysis: "funnel", params: { steps: three }, sql: plainFunnel(three) },
  { name: "funnel, 6 steps", analysis: "funnel", params: { steps: six }, sql: plainFunnel(six) },
  {
    name: "funnel, 3 steps by category",
    analysis: "funnel",
    params: { steps: three, by: ["category_code"] },
    sql: null,
  },
  {
    name: "funnel, best attempt",
    analysis: "funnel",
    params: { steps: ["cart", "purchase"], entry: "best" },
    sql: null,
  },
  {
    name: "sessions as built",
    analysis: "sessions",
    params: {},
    sql: "select count(*), avg(duration_s), quantile_cont(duration_s, 0.5), count(*) filter (where events = 1), count(distinct user_id) from fct_sessions",
  },
  {
    name: "sessions of 30 minutes",
    analysis: "sessions",
    params: { gap: "30m" },
    sql: `with gaps as (select user_id, event_time, case when event_time - lag(event_time) over w > interval 30 minute or lag(event_time) over w is null then 1 else 0 end as starts
        from fct_events where user_id is not null window w as (partition by user_id order by event_time, ingest_seq)),
      numbered as (select *, sum(starts) over (partition by user_id order by event_time rows unbounded preceding) as n from gaps)
      select count(*), avg(d), quantile_cont(d, 0.5) from (select date_diff('second', min(event_time), max(event_time)) as d from numbered group by user_id, n)`,
  },
  {
    name: "retention, weekly, 12 periods",
    analysis: "retention",
    params: { start: "view", return: "purchase", grain: "week", periods: 12 },
    sql: `with starts as (select user_id, date_trunc('week', min(day)) as cohort from fct_events where event = 'view' and user_id is not null group by user_id),
      returns as (select distinct user_id, date_trunc('week', day) as week from fct_events where event = 'purchase' and user_id is not null),
      sizes as (select cohort, count(*) as size from starts group by cohort)
      select cohort, date_diff('week', cohort, week) as n, any_value(size) as size, count(*) as retained
      from starts join returns using (user_id) join sizes using (cohort) where week > cohort and date_diff('week', cohort, week) <= 12
      group by cohort, n order by cohort, n`,
  },
  {
    name: "retention of any event, weekly by category, 12 periods",
    analysis: "retention",
    params: { grain: "week", periods: 12, by: ["category_code"] },
    sql: null,
  },
];
