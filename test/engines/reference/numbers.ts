import type { Cell } from "../../../src/warehouse/port.ts";

/** The sum of the values that are there, in units of 1e-9; null when there is none. */
export function sumOf(cells: readonly Cell[]): number | null {
  const values = cells.flatMap((cell) => (cell === null ? [] : [BigInt(Math.round(Number(cell) * 1e9))]));
  return values.length === 0 ? null : Number(values.reduce((a, b) => a + b, 0n)) / 1e9;
}

/** Hyndman-Fan's quantile of type 7 of the values that are there. */
export function quantileOf(q: number, cells: readonly Cell[]): number | null {
  const sorted = cells.flatMap((cell) => (cell === null ? [] : [Number(cell)])).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? 0;
  return below + ((sorted[Math.ceil(at)] ?? 0) - below) * (at - Math.floor(at));
}

/** How many different values there are. */
export const distinctOf = (cells: readonly Cell[]): number => new Set(cells.filter((cell) => cell !== null)).size;
