import { AppError } from "../core/errors.ts";

/** Fails with `USAGE` unless every value is a finite number. `name` says whose values they are. */
export function requireFinite(values: ArrayLike<number>, name: string): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new AppError("USAGE", `${name} holds ${values[i]} at position ${i}`, {
      hint: "leave missing and infinite values out, and say how many there were",
    });
  }
}

/** Fails with `USAGE` unless every count is a whole number of at least 0. */
export function requireCounts(counts: ArrayLike<number>, name: string): void {
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    if (Number.isSafeInteger(count) && count >= 0) continue;
    throw new AppError("USAGE", `${name} holds ${count} at position ${i}`, {
      hint: "counts are whole numbers from 0; weights and shares do not belong here",
    });
  }
}

/** Fails with `USAGE` unless `value` lies strictly between `low` and `high`. */
export function requireBetween(value: number, [low, high]: readonly [number, number], name: string): void {
  if (value > low && value < high) return;
  throw new AppError("USAGE", `${name} is ${value}`, { hint: `give a number between ${low} and ${high}` });
}

/** Fails with `USAGE` when two samples that belong together differ in length. */
export function requireSameLength(x: ArrayLike<number>, y: ArrayLike<number>): void {
  if (x.length === y.length) return;
  throw new AppError("USAGE", `paired samples have ${x.length} and ${y.length} values`, {
    hint: "give one value of each for every unit",
  });
}
