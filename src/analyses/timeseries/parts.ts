import type { StepCalendar } from "../../forecast/calendar/grid.ts";
import { calendarPeriods } from "../../forecast/calendar/grid.ts";
import { decompose } from "../../forecast/decomposition/decompose.ts";
import type { Decomposition } from "../../forecast/decomposition/decomposition.ts";
import { strengths } from "../../forecast/decomposition/strength.ts";
import { detectPeriods } from "../../forecast/season/detect-periods.ts";
import type { Inferred } from "../../stats/inference.ts";
import type { Observed } from "./observed.ts";
import type { TimeseriesParams } from "./params.ts";
import { type SeasonProfile, seasonProfile } from "./season-profile.ts";
import { plainNumbers, type Section, section } from "./section.ts";

/** Trend, seasons and remainder, one value per period. */
export interface Parts {
  readonly kind: Decomposition["kind"];
  readonly trend: readonly (number | null)[];
  readonly trendStrength: number | null;
  readonly seasons: readonly Season[];
  readonly remainder: readonly (number | null)[];
  readonly notes: readonly string[];
}

export interface Season extends SeasonProfile {
  readonly strength: number | null;
  readonly values: readonly (number | null)[];
}

export interface Periods {
  /** In steps, shortest first. */
  readonly periods: readonly number[];
  /** asked: by parameter; calendar: of the calendar, and seen in the data; data: seen in the data alone. */
  readonly from: "asked" | "calendar" | "data";
}

/** The seasons to look at. */
export function chosenPeriods(values: Float64Array, { period, grain }: TimeseriesParams): Periods {
  if (period !== undefined) return { periods: [...new Set(period)].sort((a, b) => a - b), from: "asked" };
  const found = (candidates?: readonly number[]): readonly number[] => {
    const detected = detectPeriods(values, candidates === undefined ? {} : { candidates });
    return detected.status === "ok" ? detected.periods.map((one) => one.period) : [];
  };
  const ofCalendar = found(calendarPeriods(grain));
  if (ofCalendar.length > 0) return { periods: ofCalendar, from: "calendar" };
  return { periods: found(), from: "data" };
}

/** What `decompose` finds with the parameters. */
export function decomposed(
  values: Float64Array,
  periods: readonly number[],
  { method, kind, robust }: TimeseriesParams,
): Inferred<Decomposition> {
  return decompose(values, { method, kind, periods, robust });
}

export function partsOf(found: Inferred<Decomposition>, { periods }: Observed, calendar: StepCalendar): Section<Parts> {
  const notes = found.status === "ok" ? found.warnings : [];
  return section(found, (parts) => {
    const { trend, seasons } = strengths(parts);
    return {
      kind: parts.kind,
      trend: plainNumbers(parts.trend),
      trendStrength: trend,
      seasons: parts.seasons.map(({ period, values }, i) => ({
        ...seasonProfile(values, period, { periods, calendar }),
        strength: seasons[i]?.strength ?? null,
        values: plainNumbers(values),
      })),
      remainder: plainNumbers(parts.remainder),
      notes,
    };
  });
}
