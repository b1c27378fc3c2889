import { AppError } from "../../core/errors.ts";
import type { DatedValues } from "./options.ts";

/** The values at the instants asked for; NaN where there is none. */
export function valuesAt(dated: number | DatedValues, times: Float64Array): Float64Array {
  if (typeof dated === "number") return new Float64Array(times.length).fill(dated);
  const known = new Map<number, number>();
  for (let i = 0; i < dated.times.length; i++) known.set(dated.times[i] as number, dated.values[i] as number);
  return times.map((time) => known.get(time) ?? Number.NaN);
}

/** Plain data of what is known after an instant. */
export function knownAfter<Known extends number | DatedValues>(dated: Known, afterMs: number): Known | DatedValues {
  if (typeof dated === "number") return dated;
  const later = Array.from({ length: dated.times.length }, (_, i) => i).filter(
    (i) => (dated.times[i] as number) > afterMs,
  );
  return { times: later.map((i) => dated.times[i] as number), values: later.map((i) => dated.values[i] as number) };
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
