import { parseFilter } from "../../contract/filter-text.ts";
import type { DimensionFilter } from "../../contract/selection.ts";
import { dayOf, startOfDayMs } from "../../core/calendar.ts";
import { AppError } from "../../core/errors.ts";
import { testOf } from "../../models/funnel/definition.ts";
import { completeUntilMs, lastEventUs } from "../../models/metrics/complete-days.ts";
import { eventColumns } from "../../models/metrics/event-condition.ts";
import { selectedRows } from "../../models/metrics/metric-job.ts";
import { checkNames } from "../../models/metrics/metric-request.ts";
import { resolveWindows } from "../../models/metrics/windows.ts";
import { columnCount } from "../../models/retention/cohort-counts.ts";
import { numberOfDay, numberOfHour, type RetentionGrain } from "../../models/retention/period-number.ts";
import { type Average, OWN_RETENTION, RETENTION_PRESETS } from "../../models/retention/presets.ts";
import type { Bracket, RetentionRequest } from "../../models/retention/retention-request.ts";
import type { AnalysisContext } from "../analysis.ts";
import { type CohortClock, cohortClock } from "./cohort-clock.ts";
import type { RetentionEvent, RetentionParams } from "./params.ts";

/** A question of retention ready to be asked, with what only the analysis decides. */
export interface AskedRetention {
  readonly request: RetentionRequest;
  readonly average: Average;
  readonly clock: CohortClock;
  /** The second control's request; null when none is asked for. */
  readonly against: RetentionRequest | null;
}

/** Periods that are usually looked at. */
const USUAL: Readonly<Record<RetentionGrain, number>> = { hour: 24, day: 30, week: 12, month: 12, quarter: 8, year: 5 };

/**
 * What parameters ask about retention; rules given win over those of a preset.
 * @throws AppError USAGE for rules that do not go together
 */
export function askedRetention(
  params: RetentionParams,
  context: AnalysisContext,
): AskedRetention | { readonly undetermined: string } {
  const { project, facts, ranges, asOfMs } = context;
  const range = ranges.get("events");
  if (facts === null || range === undefined) return { undetermined: "the project has no events" };
  const days = resolveWindows({ ...params, grain: "total", compare: "none" }, { ...context, sources: ["events"] });
  if ("undetermined" in days) return days;
  const { timezone, week_start } = project.project;
  const rules = params.as === undefined ? OWN_RETENTION : RETENTION_PRESETS[params.as];
  const completeMs = completeUntilMs(range, asOfMs, timezone);
  const numberAt = (ms: number): number =>
    params.grain === "hour" ? numberOfHour(ms, timezone) : numberOfDay(dayOf(ms, timezone), params.grain, week_start);
  const seen = numberAt(completeMs) - 1 - numberAt(startOfDayMs(days.current.from, timezone));
  const brackets = bracketsOf(params);
  const selection = (filters: readonly DimensionFilter[]): RetentionRequest["where"] => {
    if (filters.length === 0 && params.segment === undefined) return null;
    const rows = { filters, segment: params.segment, days: days.current };
    return selectedRows(rows, context, eventColumns(facts));
  };
  const request: RetentionRequest = {
    start: testOf(eventOf(params.start)),
    back: testOf(eventOf(params.return)),
    cohort: params.cohort ?? rules.cohort,
    clock: params.clock ?? rules.clock,
    grain: params.grain,
    criterion: params.criterion ?? (brackets === null ? rules.criterion : "on"),
    brackets,
    times: params.times,
    periods: params.periods ?? Math.max(1, Math.min(USUAL[params.grain], seen)),
    days: days.current,
    endUs: lastEventUs(ranges, asOfMs),
    completeMs,
    range,
    where: selection(params.where),
    dimension: params.by[0] ?? null,
    facts,
  };
  requireAgreement(params, request);
  return {
    request,
    average: params.average ?? rules.average,
    clock: cohortClock(request, project),
    against: secondControl(params, { context, request, selection }),
  };
}

interface SecondControl {
  readonly context: AnalysisContext;
  readonly request: RetentionRequest;
  readonly selection: (filters: readonly DimensionFilter[]) => RetentionRequest["where"];
}

function secondControl(
  { target, against }: RetentionParams,
  { context, request, selection }: SecondControl,
): RetentionRequest | null {
  if (target === undefined || against === undefined) return null;
  const filters = against.map(parseFilter);
  checkNames({ metrics: [], by: [], filters }, context.project);
  return { ...request, where: selection(filters), dimension: null };
}

const eventOf = (event: RetentionEvent | undefined): Exclude<RetentionEvent, string> =>
  typeof event === "string" ? { event } : (event ?? {});

/** What charts call an event. */
export function eventLabel(event: RetentionEvent | undefined): string {
  const { label, event: names } = eventOf(event);
  return label ?? (names === undefined ? "any event" : [names].flat().join(" or "));
}

function bracketsOf({ brackets }: RetentionParams): readonly Bracket[] | null {
  if (brackets === undefined) return null;
  const list = brackets.map((text): Bracket => {
    const [from = 0, to = from] = text.split("-").map(Number);
    return { from, to };
  });
  const wrong = list.findIndex(({ from, to }, i) => to < from || from <= (list[i - 1]?.to ?? 0));
  if (wrong >= 0)
    throw new AppError("USAGE", `brackets: ${brackets[wrong]} does not come after the one before`, {
      hint: "give ranges in order that do not overlap: 1-3,4-7,8-14",
    });
  return list;
}

function requireAgreement(params: RetentionParams, request: RetentionRequest): void {
  const { brackets, criterion, cohort, times } = request;
  const wrong = (message: string, hint: string): never => {
    throw new AppError("USAGE", message, { hint });
  };
  if (brackets !== null && criterion !== "on")
    wrong("brackets: they go with criterion on", "leave out criterion, or the brackets");
  if (brackets !== null && params.periods !== undefined)
    wrong("periods: the brackets say which periods count", "leave out periods");
  if (params.measure === "value" && (cohort === "each" || criterion === "streak" || times > 1))
    wrong(
      "measure value: values are those of all returns of users",
      "leave out cohort each, criterion streak and times",
    );
  if (params.target !== undefined && request.dimension !== null)
    wrong("target: one cohort is compared as a whole", "leave out by; choose users with where");
  if (params.list !== "none" && params.list_column > columnCount(request))
    wrong(`list_column: there are ${columnCount(request)} columns`, "columns are numbered from 1");
  if (params.at_risk >= params.churned) wrong("at_risk must be less than churned", "for example 2 and 4");
}
