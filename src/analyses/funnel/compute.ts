import { OTHER } from "../../contract/selection.ts";
import type { Day } from "../../core/calendar.ts";
import { addPeriods, periodsBetween, startOfPeriod } from "../../core/periods.ts";
import { type NamedDimension, namedDimension } from "../../models/dimension.ts";
import type { FunnelDefinition } from "../../models/funnel/definition.ts";
import type { DriverRow } from "../../models/funnel/funnel-drivers.ts";
import { countsPerValue } from "../../models/funnel/funnel-request.ts";
import type { FunnelStatsRow } from "../../models/funnel/funnel-stats.ts";
import { type AskedPreset, askedPreset, presetDifferences, presetNotes } from "../../models/funnel/presets.ts";
import type { PairSumsRow } from "../../models/group-pair/pair-sums.ts";
import { largestValues } from "../../models/largest-values.ts";
import type { DayRange } from "../../models/metrics/metric-request.ts";
import { type Rate, rate } from "../../stats/proportions/rate.ts";
import type { ComputeContext, Computed } from "../analysis.ts";
import { comparisonNotes, type GroupComparison } from "../group-comparison.ts";
import { funnelComparison } from "./comparison.ts";
import { type CurvePoint, conversionCurve } from "./conversion-curve.ts";
import { type Drivers, driversOf } from "./drivers.ts";
import { type FunnelLine, funnelLine, type Reached } from "./line.ts";
import type { FunnelParams } from "./params.ts";
import type { PersonRow } from "./people-query.ts";
import { type AskedFunnel, askedFunnel } from "./request.ts";
import { type ShareEffects, shareEffects } from "./spread.ts";

export interface TrendPoint {
  /** First day of the period in which attempts began. */
  readonly period: Day;
  readonly conversion: Rate;
  /** Attempts of the period whose window is still open. */
  readonly open: number;
}

export interface FunnelResult {
  readonly funnel: string | null;
  readonly steps: readonly { readonly label: string; readonly optional: boolean }[];
  /** What is counted: users, sessions, attempts; with held columns "users by item_id". */
  readonly counted: string;
  readonly order: FunnelDefinition["order"];
  readonly window: string;
  readonly windowSeconds: number | null;
  readonly attribution: string;
  readonly days: DayRange;
  readonly timezone: string;
  readonly dimension: NamedDimension | null;
  readonly total: FunnelLine;
  /** One per value of the dimension, largest first, then Other. */
  readonly lines: readonly FunnelLine[];
  readonly grain: FunnelParams["grain"];
  readonly trend: readonly TrendPoint[];
  /** Attempts whose window is still open at the end of the data, and whether rates leave them out. */
  readonly open: { readonly entered: number; readonly converted: number; readonly leftOut: boolean };
  readonly curve: readonly CurvePoint[];
  readonly preset: AskedPreset | null;
  /** What is associated with conversion; null when it was not asked for. */
  readonly drivers: Drivers | null;
  /** Beside another segment or other days; null when it was not asked for, or cannot be. */
  readonly comparison: GroupComparison | null;
  readonly people: {
    readonly outcome: "converted" | "dropped";
    readonly step: number;
    readonly users: readonly string[];
    readonly total: number;
  } | null;
}

interface Rows {
  readonly funnel: readonly FunnelStatsRow[];
  readonly whole: readonly FunnelStatsRow[];
  readonly people: readonly PersonRow[];
  readonly drivers: readonly DriverRow[];
  readonly pair: readonly PairSumsRow[];
  readonly spread: readonly PairSumsRow[];
}

/** Counts, shares, times and the trend of a funnel from its grouped attempts. */
export function computeFunnel(
  { funnel, whole, people, drivers, pair, spread }: Rows,
  params: FunnelParams,
  context: ComputeContext,
): Computed<FunnelResult> {
  const asked = askedFunnel(params, context);
  if ("undetermined" in asked) return { status: "undetermined", reason: asked.undetermined, warnings: [] };
  const { request, notes } = asked;
  const { definition } = request;
  const perValue = countsPerValue(request);
  const all = perValue ? whole : funnel;
  const groups = all.filter(({ part }) => part === "value");
  const first = definition.steps[0]?.label ?? "";
  if (groups.length === 0)
    return {
      status: "undetermined",
      reason: `nobody did the first step, ${first}, in the days asked for`,
      warnings: [],
    };
  const leftOut = asked.open === "exclude";
  const isLeftOut = ({ is_open }: FunnelStatsRow): boolean => leftOut && is_open === 1;
  const counted = groups.filter((row) => !isLeftOut(row));
  const preset = askedPreset(params.as, presetDifferences);
  const comparison = funnelComparison(pair, { params, asked, context });
  const openGroups = groups.filter(({ is_open }) => is_open === 1);
  const warnings = [...notes, ...presetNotes(preset), ...comparisonNotes(comparison)];
  if (counted.length === 0) {
    const n = sumOf(groups);
    const reason = `all ${n.toLocaleString("en-US")} attempts began less than ${asked.windowText} before the end of the data: their window is still open. Take a shorter window, or count them as they are (open: include)`;
    return { status: "undetermined", reason, warnings };
  }
  const { steps } = definition;
  const effect = shareEffects(spread, definition);
  const windowSeconds = definition.window?.kind === "time" ? definition.window.us / 1e6 : null;
  const byValue = funnel.filter(({ part }) => part === "value").filter((row) => !isLeftOut(row));
  const result: FunnelResult = {
    funnel: asked.declared,
    steps: steps.map(({ label, optional }) => ({ label, optional })),
    counted: countedWords(definition),
    order: definition.order,
    window: asked.windowText,
    windowSeconds,
    attribution: params.attribution ?? "first",
    days: request.days,
    timezone: context.project.project.timezone,
    dimension: namedDimension(request.dimension, context.project),
    total: funnelLine(null, reachedOf(counted), { steps, times: timesIn(all, null), effect }),
    lines:
      request.dimension === null ? [] : valueLines(byValue, params.top, { steps, times: funnel, effect, perValue }),
    grain: params.grain,
    trend: trendOf(all, asked, { params, context, effect }),
    open: {
      entered: sumOf(openGroups),
      converted: sumOf(openGroups.filter((row) => converted(row, steps.length))),
      leftOut,
    },
    curve: conversionCurve(
      all.filter(({ part }) => part === "class"),
      { windowSeconds, effect: effect(steps.length - 1, 0) },
    ),
    preset,
    drivers: driversOf(drivers),
    comparison: comparison === null || "missing" in comparison ? null : comparison,
    people: peopleOf(people, params, steps.length),
  };
  return { status: "ok", result, warnings: [...warnings, ...otherNotes(result.lines, { perValue })] };
}

/** Users with several of the values behind Other are counted in it as often. */
const otherNotes = (lines: readonly FunnelLine[], { perValue }: Pick<LineContext, "perValue">): readonly string[] =>
  perValue && lines.at(-1)?.value === OTHER
    ? [`${OTHER} counts a user once for each value that is not shown (attribution: all): its shares have no interval`]
    : [];

/** Times of the attempts of one value, or of all (null), that rates do not leave out. */
const timesIn = (rows: readonly FunnelStatsRow[], value: string | null): FunnelStatsRow =>
  rows.find(
    ({ part, v, left_out }) =>
      part === (value === null ? "all" : "times") && left_out === 0 && (value === null || v === value),
  ) ?? {};

const sumOf = (rows: readonly FunnelStatsRow[]): number => rows.reduce((all, { n }) => all + Number(n), 0);

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return groups;
}

const reachedOf = (rows: readonly FunnelStatsRow[]): readonly Reached[] =>
  rows.map(({ reached, n }) => ({ reached: Number(reached), n: Number(n) }));

const converted = ({ reached }: FunnelStatsRow, steps: number): boolean => Number(reached) >= 2 ** (steps - 1);

function countedWords({ count, hold }: FunnelDefinition): string {
  const word = count === "totals" ? "attempts" : count;
  return hold.length === 0 ? word : `${word} by ${hold.join(" and ")}`;
}

interface LineContext {
  readonly steps: FunnelDefinition["steps"];
  readonly times: readonly FunnelStatsRow[];
  readonly effect: ShareEffects;
  /** Whether a user counts once for each value. */
  readonly perValue: boolean;
}

function valueLines(
  rows: readonly FunnelStatsRow[],
  top: number,
  { steps, times, effect, perValue }: LineContext,
): readonly FunnelLine[] {
  const byValue = groupBy(rows, ({ v }) => String(v));
  const shown = largestValues(new Map([...byValue].map(([value, own]) => [value, sumOf(own)])), top);
  const rest = rows.filter(({ v }) => !shown.includes(String(v)));
  return [
    ...shown.map((value) =>
      funnelLine(value, reachedOf(byValue.get(value) ?? []), { steps, times: timesIn(times, value), effect }),
    ),
    ...(rest.length === 0
      ? []
      : [funnelLine(OTHER, reachedOf(rest), { steps, times: undefined, effect: perValue ? null : effect })]),
  ];
}

interface TrendContext {
  readonly params: FunnelParams;
  readonly context: ComputeContext;
  readonly effect: ShareEffects;
}

function trendOf(
  rows: readonly FunnelStatsRow[],
  { request, open }: AskedFunnel,
  { params, context, effect }: TrendContext,
): readonly TrendPoint[] {
  const steps = request.definition.steps.length;
  const { week_start } = context.project.project;
  const periodOf = ({ d }: FunnelStatsRow): Day =>
    startOfPeriod(new Date(Number(d) / 1000).toISOString().slice(0, 10), params.grain, week_start);
  const periods = groupBy(
    rows.filter(({ part }) => part === "day"),
    periodOf,
  );
  const [first, last] = [[...periods.keys()].sort()[0], [...periods.keys()].sort().at(-1)];
  if (first === undefined || last === undefined) return [];
  return periodsBetween({ from: first, to: addPeriods(last, 1, params.grain) }, params.grain, week_start).map(
    (period) => {
      const own = periods.get(period) ?? [];
      const counted = own.filter(({ is_open }) => open === "include" || is_open === 0);
      const done = counted.filter((row) => converted(row, steps));
      return {
        period,
        conversion: rate(sumOf(done), sumOf(counted), effect(steps - 1, 0)),
        open: sumOf(own.filter(({ is_open }) => is_open === 1)),
      };
    },
  );
}

function peopleOf(
  rows: readonly PersonRow[],
  { list, list_step }: FunnelParams,
  steps: number,
): FunnelResult["people"] {
  if (list === "none") return null;
  const step = list_step ?? steps;
  return { outcome: list, step, users: rows.map(({ user_id }) => user_id), total: rows[0]?.total ?? 0 };
}
