import { AppError } from "../../src/core/errors.ts";
import type { Cell } from "../../src/warehouse/port.ts";

/** A number of both answers. */
export interface Figure {
  readonly of: string;
  readonly own: number | null;
  readonly plain: Cell | undefined;
  /** How far they may be apart, as a share of the plain one. */
  readonly within: number;
}

/** @throws AppError INTERNAL when a figure of one answer is not that of the other, or there is none */
export function requireSameFigures(figures: readonly Figure[], name: string): void {
  if (figures.length === 0) throw new AppError("INTERNAL", `${name}: nothing of the two answers can be compared`);
  for (const { of, own, plain, within } of figures) {
    const reference = Number(plain ?? Number.NaN);
    if (own !== null && Math.abs(own - reference) <= within * Math.abs(reference)) continue;
    throw new AppError("INTERNAL", `${name}: ${of} is ${own}, by plain SQL ${reference}`);
  }
}
