import { OTHER } from "../../contract/selection.ts";
import type { Day } from "../../core/calendar.ts";
import { startOfPeriod } from "../../core/periods.ts";
import { type NamedDimension, namedDimension } from "../../models/dimension.ts";
import { largestValues } from "../../models/largest-values.ts";
import type { DayRange } from "../../models/metrics/metric-request.ts";
import { sourceSpans } from "../../models/metrics/period-spans.ts";
import {
  DURATION_CLASSES,
  type GapClass,
  type GapSessions,
  type SessionGroup,
  type SessionStatsRow,
  type UserGroup,
} from "../../models/sessions/session-stats.ts";
import { type Rate, rate } from "../../stats/proportions/rate.ts";
import { designEffect } from "../../stats/proportions/user-sums.ts";
import type { ComputeContext, Computed } from "../analysis.ts";
import { type Sensitivity, sensitivityOf } from "./gaps.ts";
import type { SessionsParams } from "./params.ts";
import { sessionRequest } from "./query.ts";

/** Sessions that have something in common; each counts once, whatever the number of its events. */
export interface SessionsLine {
  /** What they have in common; null for all. */
  readonly value: string | null;
  readonly sessions: number;
  readonly share: number;
  /** Sessions of a single event (bounces), which last 0 s. */
  readonly single: Rate;
  readonly meanSeconds: number;
  /** Null where groups were taken together. */
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
  readonly meanEvents: number;
  readonly medianEvents: number | null;
}

export interface SessionsPoint {
  readonly period: Day;
  readonly sessions: number;
  readonly single: Rate;
  /** Null where no session begins. */
  readonly meanSeconds: number | null;
  /** The days asked for, or those that are over, hold only a part of it. */
  readonly partial: boolean;
}

export interface SessionsResult {
  /** How events became sessions, in words. */
  readonly rule: string;
  readonly days: DayRange;
  readonly timezone: string;
  readonly total: SessionsLine;
  readonly users: { readonly n: number; readonly mean: number; readonly median: number; readonly returned: Rate };
  readonly perUser: readonly { readonly sessions: number; readonly users: number }[];
  readonly dimension: NamedDimension | null;
  readonly lines: readonly SessionsLine[];
  readonly entries: readonly SessionsLine[];
  readonly exits: readonly SessionsLine[];
  /** Sessions by duration in seconds, from `from` up to `to`. */
  readonly durations: readonly { readonly from: number; readonly to: number | null; readonly n: number }[];
  readonly grain: SessionsParams["grain"];
  readonly trend: readonly SessionsPoint[];
  readonly sensitivity: Sensitivity | null;
}

interface Rows {
  readonly sessions: readonly SessionStatsRow[];
  readonly gaps: readonly GapClass[];
  readonly gapSessions: readonly GapSessions[];
}

export function computeSessions(
  { sessions, ...gapRows }: Rows,
  params: SessionsParams,
  context: ComputeContext,
): Computed<SessionsResult> {
  const request = sessionRequest(params, context);
  if ("undetermined" in request) return { status: "undetermined", reason: request.undetermined, warnings: [] };
  const of = (part: SessionGroup["part"]): readonly CountedGroup[] => countedGroups(sessions, part);
  const [all] = of("all");
  if (all === undefined || all.n === 0)
    return {
      status: "undetermined",
      reason: "no session begins on the days asked for, as the filters leave them",
      warnings: [],
    };
  const { project } = context;
  const [dimension] = params.by;
  const classes = new Map(of("class").map(({ k, n }) => [Number(k), n]));
  const users = sessions.filter((row) => row.part === "user");
  const effect = singleEffect(users);
  const perUser = users.map(({ k, n }) => ({ sessions: Number(k), users: n })).sort((a, b) => a.sessions - b.sessions);
  const result: SessionsResult = {
    rule: ruleWords(params),
    days: request.days,
    timezone: project.project.timezone,
    total: lineOf(null, [all], { all: all.n, effect }),
    users: usersOf(perUser),
    perUser,
    dimension: namedDimension(dimension, project),
    lines: dimension === undefined ? [] : topLines(of("value"), params.top, { all: all.n, effect }),
    entries: topLines(of("entry"), params.top, { all: all.n, effect }),
    exits: topLines(of("exit"), params.top, { all: all.n, effect }),
    durations: [...DURATION_CLASSES, null].map((to, i) => ({
      from: DURATION_CLASSES[i - 1] ?? 0,
      to,
      n: classes.get(i) ?? 0,
    })),
    grain: params.grain,
    trend: trendOf(of("day"), request.days, { params, context, effect }),
    sensitivity: sensitivityOf(gapRows, effect),
  };
  return { status: "ok", result, warnings: [] };
}

function ruleWords({ gap, midnight, campaign, without }: SessionsParams): string {
  const parts = [
    gap === undefined ? "sessions as built" : `a session ends after ${gap} without an event`,
    ...(midnight ? ["at midnight"] : []),
    ...(campaign === undefined ? [] : [`when ${campaign} changes`]),
  ];
  return `${parts.join(" or ")}${without.length === 0 ? "" : `; ${without.join(", ")} not counted`}`;
}

/** A group with the median number of events of its sessions; null for days and classes of duration. */
type CountedGroup = SessionGroup & { readonly median_events: number | null };

function countedGroups(rows: readonly SessionStatsRow[], part: SessionGroup["part"]): readonly CountedGroup[] {
  const medians = new Map(
    rows.flatMap((row) =>
      row.part === `${part}_events` && "median_events" in row ? [[row.k, row.median_events]] : [],
    ),
  );
  return rows.flatMap((row) =>
    row.part === part && "sum_us" in row ? [{ ...row, median_events: medians.get(row.k) ?? null }] : [],
  );
}

interface OfAll {
  /** Sessions of all lines. */
  readonly all: number;
  /** How many times the variance of the share of single events is that of independent sessions. */
  readonly effect: number;
}

/** The design effect of the share of sessions with a single event: sessions of a user are alike. */
function singleEffect(users: readonly UserGroup[]): number {
  const sum = (of: (row: UserGroup) => number): number => users.reduce((total, row) => total + of(row), 0);
  return designEffect({
    users: sum(({ n }) => n),
    trials: sum(({ k, n }) => Number(k) * n),
    successes: sum(({ single }) => single),
    trials2: sum(({ k, n }) => Number(k) ** 2 * n),
    both: sum(({ k, single }) => Number(k) * single),
    successes2: sum(({ single_squares }) => single_squares),
  });
}

function lineOf(value: string | null, rows: readonly CountedGroup[], { all, effect }: OfAll): SessionsLine {
  const sum = (of: (row: CountedGroup) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const n = sum((row) => row.n);
  const only = rows.length === 1 ? rows[0] : undefined;
  return {
    value,
    sessions: n,
    share: n / all,
    single: rate(
      sum(({ single }) => single),
      n,
      effect,
    ),
    meanSeconds: sum(({ sum_us }) => sum_us) / 1e6 / n,
    medianSeconds: secondsOf(only?.median_us),
    p90Seconds: secondsOf(only?.p90_us),
    meanEvents: sum(({ sum_events }) => sum_events) / n,
    medianEvents: only?.median_events ?? null,
  };
}

const secondsOf = (us: number | null | undefined): number | null => (us == null ? null : us / 1e6);

/** The largest values, then Other. */
function topLines(rows: readonly CountedGroup[], top: number, whole: OfAll): readonly SessionsLine[] {
  const byValue = new Map(rows.map((row) => [row.k ?? "", row]));
  const shown = largestValues(new Map(rows.map(({ k, n }) => [k ?? "", n])), top);
  const rest = rows.filter(({ k }) => !shown.includes(k ?? ""));
  return [
    ...shown.map((value) =>
      lineOf(
        value,
        [byValue.get(value)].filter((row) => row !== undefined),
        whole,
      ),
    ),
    ...(rest.length === 0 ? [] : [lineOf(OTHER, rest, whole)]),
  ];
}

function usersOf(rows: SessionsResult["perUser"]): SessionsResult["users"] {
  const n = rows.reduce((all, { users }) => all + users, 0);
  const sessions = rows.reduce((all, row) => all + row.users * row.sessions, 0);
  const nth = (place: number): number => {
    let seen = 0;
    for (const { sessions: count, users } of rows) {
      seen += users;
      if (seen > place) return count;
    }
    return 0;
  };
  const middle = (n - 1) / 2;
  const once = rows.find((row) => row.sessions === 1)?.users ?? 0;
  return {
    n,
    mean: sessions / n,
    median: (nth(Math.floor(middle)) + nth(Math.ceil(middle))) / 2,
    returned: rate(n - once, n),
  };
}

interface TrendContext {
  readonly params: SessionsParams;
  readonly context: ComputeContext;
  readonly effect: number;
}

function trendOf(
  rows: readonly CountedGroup[],
  days: DayRange,
  { params: { grain }, context, effect }: TrendContext,
): readonly SessionsPoint[] {
  const weekStart = context.project.project.week_start;
  const periods = new Map<Day, CountedGroup[]>();
  for (const row of rows) {
    const period = startOfPeriod(String(row.k), grain, weekStart);
    periods.set(period, [...(periods.get(period) ?? []), row]);
  }
  return sourceSpans(days, "events", { ...context, grain })
    .filter(({ hasData }) => hasData)
    .map(({ period, partial }) => {
      const own = periods.get(period) ?? [];
      const { sessions, single, meanSeconds } = lineOf(period, own, { all: 1, effect });
      return { period, sessions, single, meanSeconds: own.length === 0 ? null : meanSeconds, partial };
    });
}
