import type { Metric } from "../../contract/project/metric.ts";
import { addDays, offsetSpans } from "../../core/calendar.ts";
import type { StepCalendar } from "../../forecast/calendar/grid.ts";
import { withoutSeasons } from "../../forecast/decomposition/decompose.ts";
import type { DayRange } from "../../models/metrics/metric-request.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import { metricSeries } from "../../models/metrics/metric-series.ts";
import type { ComputeContext, Computed } from "../analysis.ts";
import { calendarEvents, type DatedEvent } from "../known-events.ts";
import { type Changes, changesOf } from "./changes.ts";
import { type Dependence, dependenceOf } from "./dependence.ts";
import { type Extremes, extremesOf, type Observed, observedSeries, usableValues } from "./observed.ts";
import type { TimeseriesParams } from "./params.ts";
import { chosenPeriods, decomposed, type Parts, type Periods, partsOf } from "./parts.ts";
import { timeseriesRequest } from "./query.ts";
import type { Section } from "./section.ts";
import { periodText } from "./words.ts";

/** A metric of those shown side by side. */
export interface OneMetric {
  readonly metric: string;
  readonly label: string;
  readonly unit: string | null;
  readonly good: Metric["good"];
  readonly observed: Observed;
  readonly extremes: Extremes | null;
}

export interface TimeseriesResult extends OneMetric {
  readonly grain: TimeseriesParams["grain"];
  readonly timezone: string;
  readonly days: DayRange;
  /** Events of the project's calendar in these days. */
  readonly events: readonly DatedEvent[];
  /** Periods whose missing value was made up. */
  readonly filled: readonly string[];
  readonly periods: Periods;
  readonly parts: Section<Parts>;
  readonly dependence: Dependence;
  /** Null when they were not asked for. */
  readonly changes: Section<Changes> | null;
  /** The other metrics asked for. */
  readonly beside: readonly OneMetric[];
}

export function computeTimeseries(
  { series: rows }: { readonly series: readonly MetricRow[] },
  params: TimeseriesParams,
  context: ComputeContext,
): Computed<TimeseriesResult> {
  const { project } = context;
  const request = timeseriesRequest(params, context);
  if ("undetermined" in request) return { status: "undetermined", reason: request.undetermined, warnings: [] };
  const [days] = request.windows;
  const [own, ...beside] = metricSeries(rows, request, context).map((one): OneMetric => {
    const { label, unit = null, good = "neutral" } = project.metrics[one.metric] ?? {};
    const observed = observedSeries(one);
    return { metric: one.metric, label: label ?? one.metric, unit, good, observed, extremes: extremesOf(observed) };
  });
  if (own === undefined || days === undefined || rows.length === 0)
    return {
      status: "undetermined",
      reason: "no rows are left by the filters, the segment and the days asked for",
      warnings: [],
    };
  if (own.extremes === null) {
    const reason = `no ${params.grain} is whole and has a value from ${days.from} to ${days.to} (exclusive)`;
    return { status: "undetermined", reason, warnings: [] };
  }
  const { timezone, week_start } = project.project;
  const calendar: StepCalendar = { grain: params.grain, timezone, weekStart: week_start };
  const events = calendarEvents(project, { first: days.from, last: addDays(days.to, -1) });
  const result = {
    ...own,
    grain: params.grain,
    timezone,
    days,
    events,
    beside,
    ...inquiry(own.observed, params, calendar),
  };
  return { status: "ok", result, warnings: warningsOf(result, params) };
}

type Inquiry = Pick<TimeseriesResult, "filled" | "periods" | "parts" | "dependence" | "changes">;

function inquiry(observed: Observed, params: TimeseriesParams, calendar: StepCalendar): Inquiry {
  const periods = chosenPeriods(usableValues(observed, params.gaps, 1), params);
  const values = usableValues(observed, params.gaps, periods.periods[0] ?? 1);
  const found = decomposed(values, periods.periods, params);
  const adjusted = found.status === "ok" ? withoutSeasons(values, found) : values;
  return {
    filled: params.gaps === "fill" ? observed.missing : [],
    periods,
    parts: partsOf(found, observed, calendar),
    dependence: dependenceOf(values, found.status === "ok" ? found.remainder : null, params.lags),
    changes: params.changes === "none" ? null : changesOf(adjusted, params.changes, observed.periods),
  };
}

function warningsOf(result: TimeseriesResult, { gaps, grain }: TimeseriesParams): readonly string[] {
  const { observed, parts, days, timezone } = result;
  const { leftOut, missing } = observed;
  const named = (periods: readonly string[]): string => {
    const shown = periods.slice(0, 3).map((period) => periodText(period, result));
    return `${shown.join(", ")}${periods.length > 3 ? ` and ${periods.length - 3} more` : ""}`;
  };
  const span = [days.from, days.to].map((day) => Date.parse(`${day}T00:00:00Z`));
  const moved = grain === "hour" && offsetSpans(timezone, span[0] ?? 0, span[1] ?? 0).length > 1;
  return [
    ...(leftOut.length === 0 ? [] : [`not whole and left out: ${named(leftOut)}`]),
    ...(missing.length > 0 && gaps === "fill" ? [`values made up for ${missing.length}: ${named(missing)}`] : []),
    ...(missing.length > 0 && gaps === "refuse"
      ? [`${missing.length} without a value: ${named(missing)}; ask for gaps=fill to fill them`]
      : []),
    ...(moved ? ["clocks change in these days: a season of 24 hours moves by an hour of the clock there"] : []),
    ...(parts.status === "ok" ? parts.notes : []),
  ];
}
