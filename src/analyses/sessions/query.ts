import { durationMinutes } from "../../contract/project/segment.ts";
import { NO_VALUE } from "../../contract/selection.ts";
import { cutUs } from "../../models/metrics/complete-days.ts";
import { eventColumns } from "../../models/metrics/event-condition.ts";
import { selectedRows } from "../../models/metrics/metric-job.ts";
import { resolveWindows } from "../../models/metrics/windows.ts";
import { type SessionRequest, textColumn } from "../../models/sessions/session-rows.ts";
import {
  type GapClass,
  type GapSessions,
  gapSessionsQuery,
  gapsQuery,
  type SessionStatsRow,
  sessionStatsQuery,
} from "../../models/sessions/session-stats.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { SessionsParams } from "./params.ts";

/** What to ask about sessions, or why there is nothing to ask. */
export function sessionRequest(
  params: SessionsParams,
  context: AnalysisContext,
): SessionRequest | { readonly undetermined: string } {
  const { facts, ranges, asOfMs } = context;
  if (facts === null) return { undetermined: "the project has no events" };
  const windows = resolveWindows({ ...params, grain: "total", compare: "none" }, { ...context, sources: ["events"] });
  if ("undetermined" in windows) return windows;
  const filtered = params.where.length > 0 || params.segment !== undefined;
  const selection = { filters: params.where, segment: params.segment, days: windows.current };
  return {
    rule: {
      gapUs: params.gap === undefined ? null : durationMinutes(params.gap) * 60_000_000,
      midnight: params.midnight,
      campaign: params.campaign ?? null,
    },
    days: windows.current,
    endUs: cutUs(ranges, asOfMs),
    without: params.without,
    where: filtered ? selectedRows(selection, context, eventColumns(facts)) : null,
    dimension: params.by[0] === undefined ? null : textColumn(params.by[0], NO_VALUE, facts),
    facts,
  };
}

type SessionsQueries = {
  readonly sessions: Query<SessionStatsRow> | undefined;
  readonly gaps: Query<GapClass> | undefined;
  readonly gapSessions: Query<GapSessions> | undefined;
};

export function sessionsQueries(params: SessionsParams, context: AnalysisContext): SessionsQueries {
  const request = sessionRequest(params, context);
  if ("undetermined" in request) return { sessions: undefined, gaps: undefined, gapSessions: undefined };
  return {
    sessions: sessionStatsQuery(request),
    gaps: params.sensitivity ? gapsQuery(request) : undefined,
    gapSessions: params.sensitivity ? gapSessionsQuery(request) : undefined,
  };
}
