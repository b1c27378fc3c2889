import type { Metric } from "../../contract/project/metric.ts";
import type { Project } from "../../contract/project/project.ts";
import { addDays, type Day, dayOf, HOUR_MS, startOfDayMs } from "../../core/calendar.ts";
import type { ComputeContext, Computed, SourceRange } from "../analysis.ts";
import type { OverviewParams } from "./params.ts";
import type { OverviewRow } from "./query.ts";

/** One metric (of one dimension value) on the last complete day. */
export interface OverviewLine {
  readonly metric: string;
  readonly label: string;
  readonly dimensionValue: string | null;
  readonly unit: string | null;
  readonly good: Metric["good"];
  readonly source: string;
  readonly day: Day;
  readonly value: number | null;
  readonly previousDay: Day;
  readonly previous: number | null;
  /** (value - previous) / |previous|; null when it cannot be computed. */
  readonly change: number | null;
  /** Why value or change is null, else null. */
  readonly reason: string | null;
  /** Rows the value rests on. */
  readonly n: number;
  readonly series: readonly { readonly day: Day; readonly value: number | null }[];
}

export interface OverviewResult {
  readonly lines: readonly OverviewLine[];
  readonly timezone: string;
}

const WEEK_DAYS = 7;

/** The complete days of a source: from the first day that begins with its data to the last one that is over. */
export interface CompleteDays {
  readonly first: Day;
  readonly last: Day;
}

/**
 * A day is over when the as-of instant has reached its end; without an as-of, that is the end of the hour of the latest
 * row. The first day is complete when data begin in its first hour. Null when no day is complete.
 */
export function completeDays({ minMs, maxMs }: SourceRange, asOfMs: number | null, zone: string): CompleteDays | null {
  const end = Math.min(asOfMs ?? Number.POSITIVE_INFINITY, (Math.floor(maxMs / HOUR_MS) + 1) * HOUR_MS);
  const last = addDays(dayOf(end, zone), -1);
  const firstDay = dayOf(minMs, zone);
  const first = minMs < startOfDayMs(firstDay, zone) + HOUR_MS ? firstDay : addDays(firstDay, 1);
  return last < first ? null : { first, last };
}

/** Each metric's value on its source's last complete day against the same weekday a week before. */
export function computeOverview(
  rows: readonly OverviewRow[],
  params: OverviewParams,
  { project, ranges, asOfMs }: ComputeContext,
): Computed<OverviewResult> {
  const zone = project.project.timezone;
  const lines: OverviewLine[] = [];
  const open = new Set<string>();
  for (const group of groupLines(rows)) {
    const [head] = group;
    const range = head === undefined ? undefined : ranges.get(head.source);
    if (head === undefined || range === undefined) continue;
    const complete = completeDays(range, asOfMs, zone);
    const days = complete === null ? null : windowOf(complete, params);
    if (complete === null || days === null) open.add(head.source);
    else lines.push(overviewLine(group, days, { project, params, complete }));
  }
  const order = Object.keys(project.metrics);
  lines.sort((a, b) => order.indexOf(a.metric) - order.indexOf(b.metric) || compareValues(a, b));
  const shown = topLines(lines, params.top);
  const warnings = [...open].map(
    (source) => `${source}: no complete day lies in the days asked for, so its metrics are left out`,
  );
  if (shown.length < lines.length)
    warnings.push(`${lines.length - shown.length} smaller values are not shown; --param top=<n> shows more`);
  if (lines.length > 0) return { status: "ok", result: { lines: shown, timezone: zone }, warnings };
  return { status: "undetermined", reason: whyNothing(rows, ranges.size), warnings };
}

function whyNothing(rows: readonly OverviewRow[], sources: number): string {
  if (sources === 0) return "no source has rows with a time, so there are no days to look at";
  if (rows.length === 0)
    return "no metric has a value here: are metrics declared, and does the dimension hold such a value?";
  return "no day is complete: the data must reach the end of a day that they began with, within the days asked for";
}

/** Of each metric the lines with the most rows. */
function topLines(lines: readonly OverviewLine[], top: number): readonly OverviewLine[] {
  const seen = new Map<string, number>();
  return lines.filter(({ metric }) => {
    const n = (seen.get(metric) ?? 0) + 1;
    seen.set(metric, n);
    return n <= top;
  });
}

function compareValues(a: OverviewLine, b: OverviewLine): number {
  return b.n - a.n || ((a.dimensionValue ?? "") < (b.dimensionValue ?? "") ? -1 : 1);
}

function groupLines(rows: readonly OverviewRow[]): readonly (readonly OverviewRow[])[] {
  const groups = new Map<string, OverviewRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.metric, row.dimension_value, row.source]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** The complete days inside [from, to); null when none is left. */
function windowOf({ first, last }: CompleteDays, { from, to }: OverviewParams): CompleteDays | null {
  const lastWanted = to === undefined ? last : addDays(to, -1);
  const result = {
    first: from !== undefined && from > first ? from : first,
    last: lastWanted < last ? lastWanted : last,
  };
  return result.last < result.first ? null : result;
}

interface LineContext {
  readonly project: Project;
  readonly params: OverviewParams;
  /** All complete days: the week before is read from them even when it lies outside the days to show. */
  readonly complete: CompleteDays;
}

function overviewLine(
  rows: readonly OverviewRow[],
  { first, last }: CompleteDays,
  { project, params, complete }: LineContext,
): OverviewLine {
  const [head] = rows;
  const metric = project.metrics[head?.metric ?? ""];
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const valueOn = (day: Day): number | null =>
    day < complete.first || day > last ? null : (byDay.get(day)?.value ?? emptyDay(metric));
  const value = valueOn(last);
  const previousDay = addDays(last, -WEEK_DAYS);
  const previous = valueOn(previousDay);
  const change = value === null || previous === null || previous === 0 ? null : (value - previous) / Math.abs(previous);
  const start = addDays(last, 1 - params.days);
  return {
    metric: head?.metric ?? "",
    label: metric?.label ?? head?.metric ?? "",
    dimensionValue: params.by === undefined ? null : (head?.dimension_value ?? null),
    unit: metric?.unit ?? null,
    good: metric?.good ?? "neutral",
    source: head?.source ?? "",
    day: last,
    value,
    previousDay,
    previous,
    change,
    reason: reasonOf({ value, previous, previousDay, first: complete.first }),
    n: byDay.get(last)?.rows ?? 0,
    series: Array.from({ length: params.days }, (_, i) => addDays(start, i)).map((day) => ({
      day,
      value: day < first ? null : valueOn(day),
    })),
  };
}

/** A day without rows has a count of 0; it has no mean, quantile or ratio. */
function emptyDay(metric: Metric | undefined): number | null {
  return metric !== undefined && ["count", "distinct", "sum"].includes(metric.kind) ? 0 : null;
}

interface Comparison {
  readonly value: number | null;
  readonly previous: number | null;
  readonly previousDay: Day;
  readonly first: Day;
}

function reasonOf({ value, previous, previousDay, first }: Comparison): string | null {
  if (value === null) return "no rows to compute it from on that day";
  if (previousDay < first) return `no complete day a week before: data begin on ${first}`;
  if (previous === null) return `no value on ${previousDay}`;
  return previous === 0 ? `0 on ${previousDay}, so a relative change does not exist` : null;
}
