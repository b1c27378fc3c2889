import { valuesAt } from "./dated-values.ts";
import { type HolidayWindow, holidayColumn } from "./holiday-windows.ts";
import type { Mode } from "./options.ts";
import type { FixedRegressor } from "./regressor-scale.ts";
import { calendarMask, type FixedSeasonality, fourierColumns } from "./seasonality.ts";
import { wallClock } from "./wall-clock.ts";

/** Everything beside the trend. */
export interface Effects {
  readonly seasonalities: readonly FixedSeasonality[];
  readonly holidays: readonly HolidayWindow[];
  readonly holidayMode: Mode;
  readonly regressors: readonly FixedRegressor[];
  readonly zone: string;
}

/** A column of the model with its coefficient's prior: normal about 0 with the prior scale. */
export interface Feature {
  /** The component it is a part of. */
  readonly component: string;
  readonly label: string;
  readonly mode: Mode;
  readonly priorScale: number;
  /** One per instant; NaN where a known value is missing. */
  readonly values: Float64Array;
}

/**
 * The columns at instants in ascending order, always in the same order.
 * @param given values of regressors by name, instead of those the model knows
 */
export function featuresAt(
  effects: Effects,
  times: Float64Array,
  given: Readonly<Record<string, Float64Array>> = {},
): readonly Feature[] {
  const { seasonalities, holidays, holidayMode, regressors, zone } = effects;
  const wall = wallClock(times, zone);
  return [
    ...seasonalities.flatMap((seasonality) => seasonalFeatures(seasonality, times, wall)),
    ...holidays.map((window) => ({
      component: window.name,
      label: `${window.name}[${window.offset < 0 ? "-" : "+"}${Math.abs(window.offset)}]`,
      mode: holidayMode,
      priorScale: window.priorScale,
      values: holidayColumn(window, wall),
    })),
    ...regressors.map(({ name, mode, priorScale, known, centre, spread }) => ({
      ...{ component: name, label: name, mode, priorScale },
      values: (given[name] ?? valuesAt(known, times)).map((value) => (value - centre) / spread),
    })),
  ];
}

function seasonalFeatures(seasonality: FixedSeasonality, times: Float64Array, wall: Float64Array): readonly Feature[] {
  const { name, mode, priorScale, condition } = seasonality;
  const mask = maskOf(condition, times, wall);
  return fourierColumns(seasonality, wall).map((column, i) => ({
    component: name,
    label: `${name}[${i % 2 === 0 ? "sin" : "cos"} ${Math.floor(i / 2) + 1}]`,
    mode,
    priorScale,
    values: mask === null ? column : column.map((value, row) => value * (mask[row] as number)),
  }));
}

function maskOf(
  condition: FixedSeasonality["condition"],
  times: Float64Array,
  wall: Float64Array,
): Float64Array | null {
  if (condition === null) return null;
  return "times" in condition ? valuesAt(condition, times) : calendarMask(condition, wall);
}
