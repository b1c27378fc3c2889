import type { Grain } from "../../contract/selection.ts";
import { hourLabel } from "../../core/periods.ts";
import { type MetricPoint, type MetricSeries, relativeChange } from "./metric-series.ts";
import type { Comparison } from "./windows.ts";

/** A point with what it is compared with. */
export interface ComparedPoint extends MetricPoint {
  /** The earlier period, or null for a goal and where there is none. */
  readonly comparedPeriod: string | null;
  readonly compared: number | null;
  /** (value - compared) / |compared|; null when it cannot be computed, and for periods that are not whole. */
  readonly change: number | null;
}

export interface ComparisonOptions {
  readonly compare: Comparison;
  readonly grain: Grain;
  readonly goal: number | null;
  readonly timezone: string;
  /** Days between the windows. */
  readonly shiftDays: number;
}

/**
 * Each point of a series beside its partner in the compared series: the same place in the window; of hours the same
 * clock time so many days before, which on a day when clocks change may not exist.
 */
export function comparePoints(
  { points }: MetricSeries,
  earlier: MetricSeries | undefined,
  options: ComparisonOptions,
): readonly ComparedPoint[] {
  const { compare, goal, grain } = options;
  if (compare === "none") return points.map((p) => ({ ...p, comparedPeriod: null, compared: null, change: null }));
  if (compare === "goal") {
    return points.map((p) => ({
      ...p,
      comparedPeriod: null,
      compared: goal,
      change: p.partial ? null : relativeChange(p.value, goal),
    }));
  }
  const partnerOf = grain === "hour" ? byClock(earlier?.points ?? [], options) : null;
  return points.map((p, i) => {
    const partner = partnerOf === null ? earlier?.points[i] : partnerOf(p);
    const whole = !p.partial && partner !== undefined && !partner.partial;
    return {
      ...p,
      comparedPeriod: partner?.period ?? null,
      compared: partner?.value ?? null,
      change: whole ? relativeChange(p.value, partner.value) : null,
    };
  });
}

function byClock(
  points: readonly MetricPoint[],
  { timezone, shiftDays }: ComparisonOptions,
): (point: MetricPoint) => MetricPoint | undefined {
  const label = ({ period }: MetricPoint): string => hourLabel(Date.parse(period), timezone);
  const known = new Map<string, MetricPoint>();
  for (const point of points) if (!known.has(label(point))) known.set(label(point), point);
  return (point) => {
    const [day = "", time = ""] = label(point).split(" ");
    const before = new Date(Date.parse(`${day}T00:00:00Z`) - shiftDays * 86_400_000).toISOString().slice(0, 10);
    return known.get(`${before} ${time}`);
  };
}
