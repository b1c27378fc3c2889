import type { Project } from "../../contract/project/project.ts";
import type { Grain } from "../../contract/selection.ts";
import { addDays, type Day, dayOf } from "../../core/calendar.ts";
import { addMonths, daysBetween, earlierDay, laterDay, periodsBetween } from "../../core/periods.ts";
import type { TimeRange } from "../project-day.ts";
import type { DayRange, MetricsContext } from "./metric-request.ts";

/** What the days asked for are compared with. */
export type Comparison = "none" | "previous" | "week" | "year" | "goal";

export interface WindowRequest {
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly grain: Grain;
  readonly compare: Comparison;
}

export interface Windows {
  /** The days asked for, cut to those that have data. */
  readonly current: DayRange;
  /** Days of the same length to compare with; they may lie before the data. */
  readonly compared: DayRange | null;
}

export interface WindowContext extends Pick<MetricsContext, "project" | "ranges" | "asOfMs"> {
  /** Sources whose data matter. */
  readonly sources: readonly string[];
}

/** The days a set of sources has data on; null when they have none before the as-of instant. */
export function dataDays({ ranges, sources, asOfMs, project }: WindowContext): DayRange | null {
  const zone = project.project.timezone;
  const found = sources.flatMap((source): TimeRange[] => {
    const range = ranges.get(source);
    return range === undefined ? [] : [range];
  });
  if (found.length === 0) return null;
  const from = dayOf(Math.min(...found.map(({ minMs }) => minMs)), zone);
  const end = addDays(dayOf(Math.max(...found.map(({ maxMs }) => maxMs)), zone), 1);
  const to = asOfMs === null ? end : earlierDay(end, dayOf(asOfMs, zone));
  return from < to ? { from, to } : null;
}

/** The days to look at and those to compare with; a reason where there are none. */
export function resolveWindows(
  request: WindowRequest,
  context: WindowContext,
): Windows | { readonly undetermined: string } {
  const data = dataDays(context);
  if (data === null) return { undetermined: "there are no rows with a time to look at" };
  const daily = context.sources.find((source) => context.ranges.get(source)?.daily === true);
  if (request.grain === "hour" && daily !== undefined)
    return { undetermined: `the times of ${daily} are days, so there are no hours to tell apart` };
  const current = {
    from: laterDay(request.from ?? data.from, data.from),
    to: earlierDay(request.to ?? data.to, data.to),
  };
  if (current.from >= current.to) {
    const asked = `from ${request.from ?? data.from} to ${request.to ?? data.to}`;
    return { undetermined: `no data ${asked}: data are from ${data.from} to ${data.to} (exclusive)` };
  }
  return { current, compared: comparedDays(current, request, context.project) };
}

function comparedDays({ from, to }: DayRange, { grain, compare }: WindowRequest, project: Project): DayRange | null {
  const months = { month: 1, quarter: 3, year: 12 }[grain as "month"];
  const back = (days: number): DayRange => ({ from: addDays(from, -days), to: addDays(to, -days) });
  const monthsBack = (n: number): DayRange => ({ from: addMonths(from, -n), to: endMonthsBefore(to, n) });
  switch (compare) {
    case "previous": {
      if (grain === "hour" || grain === "day" || grain === "total") return back(daysBetween(from, to));
      const n = periodsBetween({ from, to }, grain, project.project.week_start).length;
      return months === undefined ? back(7 * n) : monthsBack(months * n);
    }
    case "week":
      return back(7);
    case "year":
      return months === undefined ? back(364) : monthsBack(12);
    default:
      return null;
  }
}

/** An exclusive end moves with the last day before it, which a shorter month cuts; the end of a month stays one. */
function endMonthsBefore(to: Day, n: number): Day {
  return to.endsWith("-01") ? addMonths(to, -n) : addDays(addMonths(addDays(to, -1), -n), 1);
}
