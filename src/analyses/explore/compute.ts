import type { Day } from "../../core/calendar.ts";
import type { WeekStart } from "../../core/periods.ts";
import { completeDays } from "../../models/metrics/complete-days.ts";
import type { ComputeContext, Computed, RowsOf } from "../analysis.ts";
import { type Activity, computeActivity } from "./activity.ts";
import { computeAudience, type Users } from "./audience.ts";
import { type ClockDifference, computeClocks } from "./clocks.ts";
import { clockHours } from "./hours.ts";
import { computeMissing, type MissingValues } from "./missing.ts";
import { computeMonths, type Month } from "./months.ts";
import { computeNumbers, type NumberSummary } from "./numbers.ts";
import type { ExploreParams, SectionName } from "./params.ts";
import { type exploreQueries, planOf } from "./query.ts";
import { computeSessions, type Sessions } from "./sessions.ts";
import { computeShares, type Shares } from "./shares.ts";
import { computeVolume, type Volume } from "./volume.ts";

/** A section that was not asked for, or that the columns do not allow, is null. */
export interface ExploreResult {
  readonly source: string;
  /** What a row is called: events, or rows of a table. */
  readonly noun: "events" | "rows";
  readonly timezone: string;
  readonly weekStart: WeekStart;
  readonly from: Day;
  /** Exclusive. */
  readonly to: Day;
  readonly volume: Volume | null;
  readonly activity: Activity | null;
  readonly months: readonly Month[] | null;
  /** Mix, top, geography and technology: one entry per column. */
  readonly shares: readonly Shares[];
  readonly values: readonly NumberSummary[] | null;
  readonly users: Users | null;
  readonly sessions: Sessions | null;
  readonly clocks: readonly ClockDifference[] | null;
  readonly missing: readonly MissingValues[] | null;
}

export function computeExplore(
  found: RowsOf<ReturnType<typeof exploreQueries>>,
  params: ExploreParams,
  context: ComputeContext,
): Computed<ExploreResult> {
  const plan = planOf(params, context);
  if ("undetermined" in plan) return { status: "undetermined", reason: plan.undetermined, warnings: [] };
  const { rows, sections, refused, shared, numbers, pairs, own } = plan;
  const { timezone, week_start: weekStart } = context.project.project;
  const warnings = refused.map((name) => `${name}: the columns of ${rows.source} do not allow it`);
  const hours = clockHours(found.hours, rows, timezone);
  const reason = "no rows are left by the filters, the segment and the days asked for";
  if (found.hours.length === 0) return { status: "undetermined", reason, warnings };
  const complete = completeDays(rows.range, context.asOfMs, timezone);
  const audience = rows.user === null ? null : computeAudience(found.audience);
  const sessions = rows.isLog ? computeSessions(found.sessions, found.durations) : null;
  const volume = computeVolume({ hours, audience, sessions: sessions?.sessions ?? null, complete });
  const only = <T>(name: SectionName, value: T): T | null => (sections.includes(name) ? value : null);
  const months = { days: volume.days, users: audience?.byMonth ?? null, window: rows.window, complete };
  const sharesInput = {
    rows: found.shares,
    columns: shared,
    isLog: rows.isLog,
    top: params.top,
    users: audience?.users.users ?? null,
  };
  return {
    status: "ok",
    warnings,
    result: {
      source: rows.source,
      noun: rows.isLog ? "events" : "rows",
      timezone,
      weekStart,
      ...rows.window,
      volume: only("volume", volume),
      activity: only("activity", computeActivity(hours, rows.user === null ? null : found.hourUsers)),
      months: only("months", computeMonths(months)),
      shares: computeShares(sharesInput),
      values: only("values", computeNumbers(found.numbers, numbers, volume.rows)),
      users: only("users", audience?.users ?? null),
      sessions: only("sessions", sessions),
      clocks: only("clocks", computeClocks(found.clocks, pairs, volume.rows)),
      missing: only("missing", computeMissing(found.missing, own)),
    },
  };
}
