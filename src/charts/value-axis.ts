import type { NumberAxis } from "../contract/chart-spec/column.ts";
import { logTickLabels, tickLabels } from "./format.ts";
import { SMALL } from "./option.ts";
import { textWidth } from "./text-width.ts";
import { linearTicks, logTicks } from "./ticks.ts";

/** An axis of numbers with its labels written out: ECharts cannot format them without a function. */
export interface AxisLayout {
  readonly scale: "linear" | "log";
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  /** Pixels of the widest label. */
  readonly labelWidth: number;
}

export interface AxisOptions {
  /** Pixels along the axis. */
  readonly length: number;
  /** `always`: bars; `near`: lines, when zero is not far off; `never`. */
  readonly zero: "always" | "near" | "never";
  /** Pixels between ticks; 56 for vertical axes. */
  readonly spacing?: number;
}

/** The axis over these values; a log axis leaves out what is not above zero. */
export function axisLayout(
  axis: NumberAxis,
  values: Iterable<number | null>,
  { length, zero, spacing = 56 }: AxisOptions,
): AxisLayout {
  const usable = [...values].filter((v): v is number => v !== null && (axis.scale === "linear" || v > 0));
  let [low, high] = extent(usable);
  const count = Math.max(2, Math.floor(length / spacing));
  if (axis.scale === "log") {
    return layout(axis, logTicks(low > 0 ? low : 1, high > 0 ? high : 10, { count }));
  }
  if (zero === "always" || (zero === "near" && low >= 0 && low <= high / 2)) low = Math.min(0, low);
  if (zero === "always" || (zero === "near" && high <= 0 && high >= low / 2)) high = Math.max(0, high);
  const whole = axis.unit === null && usable.length > 0 && usable.every(Number.isInteger);
  return layout(axis, linearTicks(low, high, { count, unit: axis.unit, whole }));
}

/** Lowest and highest value; 0 to 1 when there is none. */
export function extent(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  let [low, high] = [Infinity, -Infinity];
  for (const v of values) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  return low === high && low === 0 ? [0, 1] : [low, high];
}

function layout({ scale, unit }: NumberAxis, { min, max, values }: ReturnType<typeof linearTicks>): AxisLayout {
  const labels = scale === "log" ? logTickLabels(values, unit) : tickLabels(values, unit);
  return {
    scale,
    min,
    max,
    ticks: values.map((at, i) => ({ at, label: labels[i] ?? "" })),
    labelWidth: Math.ceil(Math.max(0, ...labels.map((label) => textWidth(label, { size: SMALL })))),
  };
}

/** Where a value lies between the ends of an axis, from 0 to 1. */
export function positionOn({ scale, min, max }: Pick<AxisLayout, "scale" | "min" | "max">, at: number): number {
  const [v, low, high] = scale === "log" ? [Math.log(at), Math.log(min), Math.log(max)] : [at, min, max];
  return high === low ? 0.5 : (v - low) / (high - low);
}
