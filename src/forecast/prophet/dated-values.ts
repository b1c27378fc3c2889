import { AppError } from "../../core/errors.ts";
import type { DatedValues } from "./options.ts";

/** The values at the instants asked for; NaN where there is none. */
export function valuesAt(dated: number | DatedValues, times: Float64Array): Float64Array {
  if (typeof dated === "number") return new Float64Array(times.length).fill(dated);
  const known = new Map<number, number>();
  for (let i = 0; i < dated.times.length; i++) known.set(dated.times[i] as number, dated.values[i] as number);
  return times.map((time) => known.get(time) ?? Number.NaN);
}

/** The same as plain data. */
export function plainDated<Known extends number | DatedValues>(dated: Known): Known | DatedValues {
  return typeof dated === "number" ? dated : { times: Array.from(dated.times), values: Array.from(dated.values) };
}

/** @throws AppError USAGE naming the first step at which a value is missing */
export function requireKnown(values: Float64Array, times: Float64Array, name: string): void {
  const missing = values.findIndex((value) => !Number.isFinite(value));
  if (missing < 0) return;
  const at = new Date(times[missing] as number).toISOString();
  throw new AppError("USAGE", `prophet: ${name} has no value at ${at}`, {
    hint: "give a value for every step that is fitted or forecast",
  });
}
