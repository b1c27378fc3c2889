import { z } from "zod";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity, humanize } from "../../core/quantity.ts";
import type { TypedColumn } from "../../models/event-log.ts";
import { cutUs } from "../../models/metrics/complete-days.ts";
import { metricRows } from "../../models/metrics/metric-rows.ts";
import { count, counted } from "../../quality/wording.ts";
import type { Query } from "../../sql/query.ts";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { Explored } from "./explored.ts";
import { type Distribution, distributionOf, type Frequency, type LogBin, logBins } from "./frequencies.ts";
import { computeNumbers, type NumberRow, type NumberSummary } from "./numbers.ts";
import { numbersCharts, numbersTable } from "./numbers-words.ts";
import { shareOf, type TableLine } from "./section.ts";

/** The column of sessions that is summarised as a number. */
export const DURATION: TypedColumn = { name: "duration_s", type: "number" };

const SessionRow = z.object({
  /** events: sessions with so many events; sessions: users with so many sessions. */
  kind: z.enum(["events", "sessions"]),
  k: z.number(),
  n: z.number(),
});
export type SessionRow = z.infer<typeof SessionRow>;

/** Sessions that begin in the selection: with filters, those whose first event satisfies them. */
export function sessionRows({ days, where }: Explored, { facts, tables, ranges, asOfMs }: AnalysisContext): Sql {
  const selection = { dimensions: [], days, where, endUs: cutUs(ranges, asOfMs), period: () => raw("1") };
  const metric = { kind: "count", entity: "session", good: "neutral" } as const;
  return metricRows(metric, { id: "sessions", facts, tables, selection }).from;
}

export function sessionsQuery(rows: Explored, context: AnalysisContext): Query<SessionRow> {
  const from = sessionRows(rows, context);
  const count = context.dialect.cast(raw("count(*)"), "integer");
  return {
    name: "explore-sessions",
    row: SessionRow,
    text: sql`select kind, k, n from (
        select 'events' as kind, ${context.dialect.cast(raw("events"), "integer")} as k, ${count} as n from ${from} group by events
        union all select 'sessions', sessions, ${count} from (select user_id, ${count} as sessions from ${from} group by user_id) as u group by sessions
      ) as found order by kind, k`,
  };
}

/** Sessions, each counted once whatever the number of its events. */
export interface Sessions {
  readonly sessions: number;
  readonly users: number;
  readonly events: Distribution;
  readonly eventBins: readonly LogBin[];
  readonly perUser: Distribution;
  /** Sessions of a single event, which last 0 s. */
  readonly single: number;
  readonly singleShare: number | null;
  /** Users with more than one session. */
  readonly returned: number;
  readonly returnedShare: number | null;
  /** Of the seconds from the first to the last event. */
  readonly duration: NumberSummary | null;
}

export function computeSessions(rows: readonly SessionRow[], durations: readonly NumberRow[]): Sessions {
  const of = (kind: SessionRow["kind"]): readonly Frequency[] =>
    rows.filter((row) => row.kind === kind).map(({ k, n }) => ({ count: k, things: n }));
  const [events, perUser] = [of("events"), of("sessions")];
  const single = events.find(({ count }) => count === 1)?.things ?? 0;
  const returned = perUser.reduce((sum, { count, things }) => sum + (count > 1 ? things : 0), 0);
  const distribution = distributionOf(events);
  const users = distributionOf(perUser);
  return {
    sessions: distribution.n,
    users: users.n,
    events: distribution,
    eventBins: logBins(events),
    perUser: users,
    single,
    singleShare: shareOf(single, distribution.n),
    returned,
    returnedShare: shareOf(returned, users.n),
    duration: computeNumbers(durations, [DURATION], distribution.n)[0] ?? null,
  };
}

const show = (x: number | null): string => (x === null ? "none" : humanize(x));

export function sessionsCharts(sessions: Sessions): readonly ChartSpec[] {
  const { events, eventBins, perUser, duration, singleShare, returnedShare } = sessions;
  if (sessions.sessions === 0) return [];
  const item = (label: string, value: number | null, unit: string | null) => ({
    label,
    value,
    unit,
    good: "neutral" as const,
    change: null,
    comparedWith: null,
    series: [],
  });
  const items = [
    item("sessions", sessions.sessions, null),
    item("median duration", duration?.percentiles.p50 ?? null, "s"),
    item("median events per session", events.quantiles.p50, null),
    item("sessions of one event", singleShare, "share"),
    item("users with more than one session", returnedShare, "share"),
    item("median sessions per user", perUser.quantiles.p50, null),
  ];
  const names = eventBins.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  return [
    {
      kind: "stat",
      title: `${count(sessions.sessions)} sessions of ${count(sessions.users)} users`,
      subtitle: "each session counts once, whatever the number of its events",
      alt: items.map(({ label, value }) => `${label}: ${show(value)}`).join("; "),
      items,
    },
    ...(duration === null ? [] : numbersCharts([duration], { noun: "sessions", unit: "s" })),
    {
      kind: "bars",
      title: `Half of the sessions have at most ${show(events.quantiles.p50)} events`,
      subtitle: `n = ${count(sessions.sessions)} sessions; ${count(sessions.single)} have one event`,
      alt: eventBins.map(({ things }, i) => `${names[i]} events: ${count(things)} sessions`).join("; "),
      direction: "vertical",
      layout: "grouped",
      category: { label: "events per session", values: names },
      value: { label: "sessions", unit: null },
      series: [{ label: "sessions", values: eventBins.map(({ things }) => things), interval: null }],
      rules: [],
    },
  ];
}

export function sessionsFindings({
  sessions,
  events,
  duration,
  singleShare,
  returnedShare,
  users,
}: Sessions): readonly Finding[] {
  if (sessions === 0) return [];
  const lasting =
    duration === null
      ? ""
      : ` and lasts ${formatQuantity(duration.percentiles.p50 ?? 0, "s")} (mean ${formatQuantity(duration.mean ?? 0, "s")})`;
  return [
    {
      text: `The median of ${count(sessions)} sessions has ${counted(events.quantiles.p50 ?? 0, "event")} (mean ${show(events.mean)})${lasting}; ${formatQuantity(singleShare ?? 0, "share")} have a single event.`,
      effect: singleShare,
      interval: null,
      n: sessions,
    },
    {
      text: `${formatQuantity(returnedShare ?? 0, "share")} of ${count(users)} users have more than one session.`,
      effect: returnedShare,
      interval: null,
      n: users,
    },
  ];
}

export function sessionsTable(result: Sessions): readonly TableLine[] {
  const { sessions, users, events, perUser, single, singleShare, returned, returnedShare, duration, eventBins } =
    result;
  const line = (key: string, name: string, of: Pick<TableLine, "value" | "n">): TableLine => ({
    section: "sessions",
    key,
    name,
    share: null,
    ...of,
  });
  const spread = (key: string, { mean, quantiles, n }: Distribution): readonly TableLine[] => [
    line(key, "mean", { value: mean, n }),
    ...Object.entries(quantiles).map(([name, value]) => line(key, name, { value, n })),
  ];
  return [
    line("sessions", "total", { value: sessions, n: sessions }),
    { ...line("sessions", "of one event", { value: single, n: sessions }), share: singleShare },
    { ...line("users", "with more than one session", { value: returned, n: users }), share: returnedShare },
    ...spread("events_per_session", events),
    ...spread("sessions_per_user", perUser),
    ...eventBins.map(({ from, to, things }) => ({
      ...line("sessions_by_events", from === to ? `${from}` : `${from}-${to}`, { value: things, n: sessions }),
      share: shareOf(things, sessions),
    })),
    ...(duration === null ? [] : numbersTable([duration], "sessions")),
  ];
}
