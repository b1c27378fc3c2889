import { kindParts, PARTS } from "./process.ts";
import { FLAT, KINDS, OPEN_SHARE, SYMBOLS } from "./vocabulary.ts";

/** What follows from the planted second-order chain when it has run for long. */
export interface PlantedChain {
  /** Row: last symbol; column: next symbol. Opening a window is the last of both. */
  readonly firstOrder: readonly (readonly number[])[];
  /** Share of each symbol. */
  readonly stationary: readonly number[];
  /** Bits per symbol that a model of this order cannot do without. */
  readonly entropyBits: { readonly order0: number; readonly order1: number; readonly order2: number };
}

/** Chances of the next symbol given the two before it; opening a window ends every run with the same chance. */
export function symbolChances(before: number, last: number): readonly number[] {
  return [...kindParts(before, last).map((parts) => ((1 - OPEN_SHARE) * parts) / PARTS), OPEN_SHARE];
}

/** Solved by iteration over the pairs of symbols. */
export function plantedChain(): PlantedChain {
  const chances = pairs((before, last) => symbolChances(before, last));
  let share: number[] = Array.from({ length: SYMBOLS * SYMBOLS }, () => 1 / (SYMBOLS * SYMBOLS));
  for (let round = 0; round < 200; round++) {
    const next = share.map(() => 0);
    share.forEach((weight, pair) => {
      chances[pair]?.forEach((p, symbol) => {
        const to = (pair % SYMBOLS) * SYMBOLS + symbol;
        next[to] = (next[to] ?? 0) + weight * p;
      });
    });
    share = next;
  }
  const flow = Array.from({ length: SYMBOLS }, (_, last) =>
    Array.from({ length: SYMBOLS }, (__, symbol) =>
      sum(
        Array.from(
          { length: SYMBOLS },
          (___, before) => (share[before * SYMBOLS + last] ?? 0) * (chances[before * SYMBOLS + last]?.[symbol] ?? 0),
        ),
      ),
    ),
  );
  const stationary = flow.map(sum);
  const firstOrder = flow.map((row, last) => row.map((x) => x / (stationary[last] ?? 1)));
  const bits = (weights: readonly number[], rows: readonly (readonly number[])[]): number =>
    sum(rows.map((row, i) => -(weights[i] ?? 0) * sum(row.map((p) => (p > 0 ? p * Math.log2(p) : 0)))));
  return {
    firstOrder,
    stationary,
    entropyBits: {
      order0: bits([1], [stationary]),
      order1: bits(stationary, firstOrder),
      order2: bits(share, chances),
    },
  };
}

function pairs<T>(of: (before: number, last: number) => T): T[] {
  return Array.from({ length: SYMBOLS * SYMBOLS }, (_, i) => of(Math.floor(i / SYMBOLS), i % SYMBOLS));
}

function sum(xs: readonly number[]): number {
  return xs.reduce((total, x) => total + x, 0);
}

/** Names of the symbols: `component:action` of the kinds, then the opening of a window. */
export const SYMBOL_NAMES: readonly string[] = [...KINDS.map(({ name }) => name), FLAT.open];
