import type { FunnelResult } from "../../src/analyses/funnel/compute.ts";
import type { RetentionResult } from "../../src/analyses/retention/compute.ts";
import type { SessionsResult } from "../../src/analyses/sessions/compute.ts";
import type { Cell } from "../../src/warehouse/port.ts";
import type { Figure } from "./same-figures.ts";

/** The plainest SQL that a person would write, and what both answers must agree on. */
interface PlainReference {
  readonly sql: string;
  readonly figures: (result: unknown, rows: readonly (readonly Cell[])[]) => readonly Figure[];
}

/** A question about the shop's funnels, sessions and retention, and the plainest SQL that a person would write for it. */
export interface FunnelCase {
  readonly name: string;
  readonly analysis: "funnel" | "sessions" | "retention";
  readonly params: Readonly<Record<string, unknown>>;
  /** Null where nobody would write it by hand. */
  readonly plain: PlainReference | null;
}

const WEEK = "interval 7 day";

/** Plain SQL takes no step at the instant of the one before, so it finds a few less. */
const TIES = 0.001;

/** Each step at its first time after the step before, as a chain of groupings; no ties, no open windows, no times. */
function plainFunnel(steps: readonly string[]): PlainReference {
  const tables = steps.map((step, i) =>
    i === 0
      ? `s0 as (select user_id, min(event_time) as t0, min(event_time) as t from fct_events where event = '${step}' group by user_id)`
      : `s${i} as (select e.user_id, min(p.t0) as t0, min(e.event_time) as t from fct_events e join s${i - 1} p on p.user_id = e.user_id
          and e.event_time > p.t and e.event_time <= p.t0 + ${WEEK} where e.event = '${step}' group by e.user_id)`,
  );
  return {
    sql: `with ${tables.join(", ")} select ${steps.map((_, i) => `(select count(*) from s${i})`).join(", ")}`,
    figures: (result, [counts = []]) => {
      const { total, open } = result as FunnelResult;
      return [
        { of: "entered", own: total.entered + open.entered, plain: counts[0], within: 0 },
        { of: "converted", own: (total.steps.at(-1)?.n ?? 0) + open.converted, plain: counts.at(-1), within: TIES },
      ];
    },
  };
}

const three = ["view", "cart", "purchase"];
const six = ["view", "cart", "view", "cart", "purchase", "view"];

function sessionFigures(result: unknown, row: readonly Cell[], within: number): readonly Figure[] {
  const { sessions, meanSeconds, medianSeconds } = (result as SessionsResult).total;
  return [
    { of: "sessions", own: sessions, plain: row[0], within: 0 },
    { of: "mean duration", own: meanSeconds, plain: row[1], within },
    { of: "median duration", own: medianSeconds, plain: row[2], within },
  ];
}

/** Each cell of a cohort table that is complete. */
function retentionFigures(result: unknown, rows: readonly (readonly Cell[])[]): readonly Figure[] {
  const plain = new Map(rows.map(([cohort, n, , retained]) => [`${String(cohort).slice(0, 10)} ${n}`, retained]));
  return (result as RetentionResult).cohorts.flatMap(({ cohort, cells }) =>
    cells.flatMap(({ retained, state }, n) => {
      if (n === 0 || state !== "complete") return [];
      const reference = plain.get(`${cohort} ${n}`) ?? 0;
      return [{ of: `cohort ${cohort}, week ${n}`, own: retained?.count ?? null, plain: reference, within: 0 }];
    }),
  );
}

export const FUNNEL_CASES: readonly FunnelCase[] = [
  { name: "funnel, 3 steps", analysis: "funnel", params: { steps: three }, plain: plainFunnel(three) },
  { name: "funnel, 6 steps", analysis: "funnel", params: { steps: six }, plain: plainFunnel(six) },
  {
    name: "funnel, 3 steps by category",
    analysis: "funnel",
    params: { steps: three, by: ["category_code"] },
    plain: null,
  },
  {
    name: "funnel, best attempt",
    analysis: "funnel",
    params: { steps: ["cart", "purchase"], entry: "best" },
    plain: null,
  },
  {
    name: "sessions as built",
    analysis: "sessions",
    params: {},
    plain: {
      sql: "select count(*), avg(duration_s), quantile_cont(duration_s, 0.5), count(*) filter (where events = 1), count(distinct user_id) from fct_sessions",
      figures: (result, [row = []]) => [
        ...sessionFigures(result, row, 1e-9),
        { of: "single events", own: (result as SessionsResult).total.single.count, plain: row[3], within: 0 },
        { of: "users", own: (result as SessionsResult).users.n, plain: row[4], within: 0 },
      ],
    },
  },
  {
    name: "sessions of 30 minutes",
    analysis: "sessions",
    params: { gap: "30m" },
    plain: {
      sql: `with gaps as (select user_id, event_time, ingest_seq, case when event_time - lag(event_time) over w > interval 30 minute or lag(event_time) over w is null then 1 else 0 end as starts
        from fct_events where user_id is not null window w as (partition by user_id order by event_time, ingest_seq)),
      numbered as (select *, sum(starts) over (partition by user_id order by event_time, ingest_seq rows unbounded preceding) as n from gaps)
      select count(*), avg(d), quantile_cont(d, 0.5) from (select date_diff('second', min(event_time), max(event_time)) as d from numbered group by user_id, n)`,
      // whole seconds that begin between both instants, not the time between them
      figures: (result, [row = []]) => sessionFigures(result, row, 0.01),
    },
  },
  {
    name: "retention, weekly, 12 periods",
    analysis: "retention",
    params: { start: "view", return: "purchase", grain: "week", periods: 12 },
    plain: {
      sql: `with starts as (select user_id, date_trunc('week', min(day)) as cohort from fct_events where event = 'view' and user_id is not null group by user_id),
      returns as (select distinct user_id, date_trunc('week', day) as week from fct_events where event = 'purchase' and user_id is not null),
      sizes as (select cohort, count(*) as size from starts group by cohort)
      select cohort, date_diff('week', cohort, week) as n, any_value(size) as size, count(*) as retained
      from starts join returns using (user_id) join sizes using (cohort) where week > cohort and date_diff('week', cohort, week) <= 12
      group by cohort, n order by cohort, n`,
      figures: retentionFigures,
    },
  },
  {
    name: "retention of any event, weekly by category, 12 periods",
    analysis: "retention",
    params: { grain: "week", periods: 12, by: ["category_code"] },
    plain: null,
  },
];
