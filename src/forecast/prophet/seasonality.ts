import { DAY_MS, HOUR_MS } from "../../core/calendar.ts";
import type { AutoSeasonality, Condition, DatedValues, Mode, ResolvedOptions } from "./options.ts";

/** A seasonality with all that was left open decided. */
export interface FixedSeasonality {
  readonly name: string;
  readonly periodDays: number;
  readonly order: number;
  readonly priorScale: number;
  readonly mode: Mode;
  readonly condition: Condition | null;
}

/** What the automatic rules look at. */
interface HistoryShape {
  readonly spanDays: number;
  /** Shortest step, and an hour: the day after one without midnight begins 23 hours after it on any clock. */
  readonly stepDays: number;
}

interface BuiltIn {
  readonly name: "yearly" | "weekly" | "daily";
  readonly periodDays: number;
  readonly order: number;
  readonly suits: (shape: HistoryShape) => boolean;
}

const BUILT_IN: readonly BuiltIn[] = [
  { name: "yearly", periodDays: 365.25, order: 10, suits: ({ spanDays }) => spanDays >= 730 },
  { name: "weekly", periodDays: 7, order: 3, suits: ({ spanDays, stepDays }) => spanDays >= 14 && stepDays < 7 },
  { name: "daily", periodDays: 1, order: 4, suits: ({ spanDays, stepDays }) => spanDays >= 2 && stepDays < 1 },
];

/**
 * The custom seasonalities and the built-in ones that the options or the history ask for.
 * @param wall observed steps on the wall clock, where a day is a day when clocks change too
 */
export function seasonalitiesFor(options: ResolvedOptions, wall: Float64Array): readonly FixedSeasonality[] {
  const { seasonalities, seasonalityMode, seasonalityPriorScale } = options;
  const shape = shapeOf(wall);
  const custom = seasonalities.map(({ condition, ...given }) => ({
    priorScale: seasonalityPriorScale,
    mode: seasonalityMode,
    ...given,
    condition: condition ?? null,
  }));
  const replaced = new Set(seasonalities.map(({ name }) => name));
  const builtIn = BUILT_IN.flatMap(({ name, periodDays, order, suits }) => {
    if (replaced.has(name)) return [];
    const found = orderOf(options[name], order, suits(shape));
    const common = { name, periodDays, order: found, priorScale: seasonalityPriorScale, mode: seasonalityMode };
    return found === 0 ? [] : [{ ...common, condition: null }];
  });
  return [...custom, ...builtIn];
}

function orderOf(asked: AutoSeasonality, usual: number, suits: boolean): number {
  if (typeof asked === "number") return asked;
  return asked === true || (asked === "auto" && suits) ? usual : 0;
}

function shapeOf(wall: Float64Array): HistoryShape {
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < wall.length; i++) {
    const gap = (wall[i] as number) - (wall[i - 1] as number);
    if (gap > 0) step = Math.min(step, gap);
  }
  return { spanDays: ((wall.at(-1) ?? 0) - (wall[0] ?? 0)) / DAY_MS, stepDays: (step + HOUR_MS) / DAY_MS };
}

/** Sine and cosine of each order, in turn, counted from 1970 on the wall clock. */
export function fourierColumns(
  { periodDays, order }: Pick<FixedSeasonality, "periodDays" | "order">,
  wall: Float64Array,
): readonly Float64Array[] {
  return Array.from({ length: 2 * order }, (_, i) => {
    const turn = 2 * Math.PI * (Math.floor(i / 2) + 1);
    const wave = i % 2 === 0 ? Math.sin : Math.cos;
    return wall.map((time) => wave((turn * (time / DAY_MS)) / periodDays));
  });
}

/** 1 where a part of the calendar holds, else 0. */
export function calendarMask(condition: Exclude<Condition, DatedValues>, wall: Float64Array): Float64Array {
  const { weekdays, hours, months } = condition;
  return wall.map((time) => {
    const date = new Date(time);
    const holds =
      (weekdays?.includes(date.getUTCDay() || 7) ?? true) &&
      (hours?.includes(date.getUTCHours()) ?? true) &&
      (months?.includes(date.getUTCMonth() + 1) ?? true);
    return holds ? 1 : 0;
  });
}
