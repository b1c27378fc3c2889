import { z } from "zod";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Finding } from "../../contract/envelope.ts";
import type { Day } from "../../core/calendar.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { dimensionText } from "../../models/dimension.ts";
import { counted } from "../../quality/wording.ts";
import type { Query } from "../../sql/query.ts";
import { ident, raw, type Sql, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { Explored } from "./explored.ts";
import { type Distribution, distributionOf, type Frequency, type LogBin, logBins } from "./frequencies.ts";
import { shareOf, type TableLine } from "./section.ts";

const AudienceRow = z.object({
  /** day, month: users in it; events: users with so many; top: one user's events and active days. */
  kind: z.enum(["day", "month", "events", "top"]),
  k: z.string(),
  n: z.number(),
  days: z.number(),
});
export type AudienceRow = z.infer<typeof AudienceRow>;

const TOP_USERS = 10;

/** Users by day, by month and by their number of events, from one relation of user days. */
export function audienceQuery(rows: Explored, { dialect, project }: AnalysisContext): Query<AudienceRow> | undefined {
  if (rows.user === null) return undefined;
  const text = (x: string): Sql => dimensionText(x, rows.columns, dialect);
  const whole = (x: string): Sql => dialect.cast(raw(x), "integer");
  const month = dialect.startOf(raw("day"), "month", project.project.week_start);
  return {
    name: "explore-audience",
    row: AudienceRow,
    text: sql`with user_days as (${userDays(rows, ident(rows.user))}),
      users as (select user_id, ${whole("sum(events)")} as events, ${whole("count(*)")} as days from user_days group by user_id)
      select kind, k, n, days from (
        select 'day' as kind, ${text("day")} as k, ${whole("count(*)")} as n, 1 as days from user_days group by day
        union all select 'month', ${dialect.cast({ ...month, type: "date" }, "text")}, ${whole("count(distinct user_id)")}, ${whole("count(distinct day)")} from user_days group by ${month}
        union all select 'events', ${dialect.cast({ ...raw("events"), type: "integer" }, "text")}, ${whole("count(*)")}, 0 from users group by events
        union all select * from (select 'top' as kind, ${text("user_id")} as k, events as n, days from users
          order by events desc, k limit ${raw(String(TOP_USERS))}) as largest) as found
      order by kind, n desc, k`,
  };
}

/** One row per user and day with the number of events: the model's own where nothing is filtered. */
function userDays({ isLog, where, days, rows }: Explored, user: Sql): Sql {
  if (isLog && where === null) return sql`select user_id, day, events from fct_user_days where ${days}`;
  return sql`select ${user} as user_id, day, count(*) as events from ${rows} where ${user} is not null group by ${user}, day`;
}

export interface TopUser {
  readonly user: string;
  readonly events: number;
  /** Of the events that have a user. */
  readonly share: number | null;
  readonly activeDays: number;
}

/** The users behind the rows. */
export interface Users {
  readonly users: number;
  /** Rows that have a user. */
  readonly events: number;
  readonly perUser: Distribution;
  readonly bins: readonly LogBin[];
  readonly top: readonly TopUser[];
  /** Share of the events of users that the hundredth of the users with the most events makes. */
  readonly topPercentShare: number | null;
}

/** The users, and how many of them each day and month (by its first day) has. */
export interface Audience {
  readonly users: Users;
  readonly byDay: ReadonlyMap<Day, number>;
  readonly byMonth: ReadonlyMap<Day, number>;
}

export function computeAudience(rows: readonly AudienceRow[]): Audience {
  const of = (kind: AudienceRow["kind"]): readonly AudienceRow[] => rows.filter((row) => row.kind === kind);
  const frequencies = of("events")
    .map(({ k, n }): Frequency => ({ count: Number(k), things: n }))
    .sort((a, b) => a.count - b.count);
  const perUser = distributionOf(frequencies);
  const events = frequencies.reduce((sum, { count, things }) => sum + count * things, 0);
  return {
    users: {
      users: perUser.n,
      events,
      perUser,
      bins: logBins(frequencies),
      top: of("top").map(({ k, n, days }) => ({ user: k, events: n, share: shareOf(n, events), activeDays: days })),
      topPercentShare: shareOf(largest(frequencies, Math.ceil(perUser.n / 100)), events),
    },
    byDay: new Map(of("day").map(({ k, n }) => [k, n])),
    byMonth: new Map(of("month").map(({ k, n }) => [k, n])),
  };
}

/** Events of the `k` users with the most. */
function largest(frequencies: readonly Frequency[], k: number): number {
  let left = k;
  let events = 0;
  for (const { count, things } of [...frequencies].reverse()) {
    const taken = Math.min(left, things);
    events += taken * count;
    left -= taken;
  }
  return events;
}

const count = (n: number): string => n.toLocaleString("en-US", { maximumFractionDigits: 1 });

export function usersCharts({ bins, users, perUser }: Users, noun: string): readonly ChartSpec[] {
  const points = bins
    .filter(({ things }) => things > 0)
    .map(({ from, to, things }) => ({ label: null, x: Math.sqrt(from * to), y: things / (to - from + 1), size: null }));
  if (points.length === 0) return [];
  const { p50, max } = perUser.quantiles;
  return [
    {
      kind: "scatter",
      title: `Half of the users have at most ${count(p50 ?? 0)} ${noun}; the most active has ${count(max ?? 0)}`,
      subtitle: `${count(users)} users in bins of equal width on a logarithmic scale; height is users per whole number of ${noun}`,
      alt: bins.map(({ from, to, things }) => `${from} to ${to} ${noun}: ${count(things)} users`).join("; "),
      point: "bin of users",
      x: { label: `${noun} per user`, unit: null, scale: "log" },
      y: { label: `users per number of ${noun}`, unit: null, scale: "log" },
      size: null,
      groups: [{ label: "users", points }],
      fit: null,
      marks: p50 === null ? [] : [{ at: p50, label: "median" }],
    },
  ];
}

/** How far above the 99th percentile the most active user must be to be spoken of. */
const FAR = 10;

export function usersFindings(
  { users, perUser, top, topPercentShare, events }: Users,
  noun: string,
): readonly Finding[] {
  const { p50, p99 } = perUser.quantiles;
  if (p50 === null || p99 === null || perUser.mean === null) return [];
  const spread: Finding = {
    text: `The median of ${count(users)} users has ${count(p50)} ${p50 === 1 ? noun.slice(0, -1) : noun}, the mean is ${count(perUser.mean)}; the most active 1 % make ${formatQuantity(topPercentShare ?? 0, "share")} of the ${noun} of users.`,
    effect: topPercentShare,
    interval: null,
    n: users,
  };
  const [first] = top;
  if (first === undefined || first.share === null || first.events < FAR * p99) return [spread];
  const machine: Finding = {
    text: `User ${first.user} alone makes ${formatQuantity(first.share, "share")} of the ${noun} of users (${count(first.events)} on ${counted(first.activeDays, "day")}, ${count(first.events / p99)} times the 99th percentile): it may be a machine or a shared account, which these counts cannot tell.`,
    effect: first.share,
    interval: null,
    n: events,
  };
  return [spread, machine];
}

export function usersTable(
  { users, perUser, bins, top, topPercentShare, events }: Users,
  noun: string,
): readonly TableLine[] {
  const line = (key: string, name: string, value: number | null): TableLine => ({
    section: "users",
    key,
    name,
    value,
    share: null,
    n: users,
  });
  return [
    line("users", "total", users),
    line(`${noun}_per_user`, "mean", perUser.mean),
    ...Object.entries(perUser.quantiles).map(([name, value]) => line(`${noun}_per_user`, name, value)),
    { ...line(`share_of_top_percent`, noun, topPercentShare), share: topPercentShare },
    ...bins.map(({ from, to, things }) => ({
      ...line(`users_by_${noun}`, from === to ? `${from}` : `${from}-${to}`, things),
      share: shareOf(things, users),
    })),
    ...top.map(({ user, events: own, share }) => ({ ...line("top_user", user, own), share, n: events })),
  ];
}
