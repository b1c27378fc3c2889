import { TOTAL } from "../../contract/selection.ts";
import type { CohortCounts } from "../../models/retention/cohort-counts.ts";
import type { Average } from "../../models/retention/presets.ts";
import type { Interval } from "../../stats/inference.ts";
import { type Rate, rate } from "../../stats/proportions/rate.ts";
import type { CellState, CohortClock } from "./cohort-clock.ts";
import type { ColumnEffect } from "./spread.ts";

/** One cohort in one column. */
export interface Cell {
  readonly state: CellState;
  /** Null where the column is still to come. */
  readonly retained: Rate | null;
  /** Sum of the values of returns; null without `measure: value` and where the column is still to come. */
  readonly value: number | null;
}

export interface CohortRow {
  /** First day of the period of the starts; of hours day and clock time. */
  readonly cohort: string;
  readonly size: number;
  /** Column 0 is the start. */
  readonly cells: readonly Cell[];
}

/** A column over all cohorts in which it is complete. */
export interface AveragedCell {
  /** Users (or starts) retained of those of the complete cohorts, and the mean that was asked for. */
  readonly count: number;
  readonly of: number;
  readonly value: number | null;
  /** Wilson's interval of the pooled share; null for other means. */
  readonly interval: Interval | null;
  /** Complete cohorts. */
  readonly cohorts: number;
  /** Value of the complete cohorts as a share of that of period 0; null without `measure: value`, or when that is not positive. */
  readonly valueShare: number | null;
  /** Value by user of the complete cohorts; null without `measure: value`. */
  readonly valuePerUser: number | null;
}

export interface RetentionLine {
  /** Value of the dimension; `Total` for all. */
  readonly value: string;
  readonly size: number;
  readonly cells: readonly AveragedCell[];
}

/** Adds cohorts of the same period, whatever their value of the dimension. */
export function byPeriod(counts: readonly CohortCounts[]): readonly CohortCounts[] {
  const merged = new Map<number, CohortCounts>();
  const add = (a: readonly number[], b: readonly number[]): readonly number[] => a.map((x, i) => x + (b[i] ?? 0));
  for (const one of counts) {
    const known = merged.get(one.p0);
    merged.set(one.p0, {
      ...one,
      v: "",
      retained: known === undefined ? one.retained : add(known.retained, one.retained),
      values: one.values === null || known?.values == null ? one.values : add(known.values, one.values),
    });
  }
  return [...merged.values()].sort((a, b) => a.p0 - b.p0);
}

/** @param effect how many times the variance of a cell's share is that of independent units */
export function cohortRow({ p0, retained, values }: CohortCounts, clock: CohortClock, effect: ColumnEffect): CohortRow {
  const size = retained[0] ?? 0;
  return {
    cohort: clock.label(p0),
    size,
    cells: retained.map((count, column): Cell => {
      const state = clock.state(p0, column);
      if (state === "ahead") return { state, retained: null, value: null };
      return { state, retained: rate(count, size, effect(column)), value: values?.[column] ?? null };
    }),
  };
}

interface LineOptions {
  readonly clock: CohortClock;
  readonly average: Average;
  readonly effect: ColumnEffect;
}

/** The mean of each column over the cohorts in which it is complete. */
export function averagedLine(
  value: string | null,
  counts: readonly CohortCounts[],
  { clock, average, effect }: LineOptions,
): RetentionLine {
  const cohorts = byPeriod(counts);
  const columns = cohorts[0]?.retained.length ?? 0;
  return {
    value: value ?? TOTAL,
    size: cohorts.reduce((sum, { retained }) => sum + (retained[0] ?? 0), 0),
    cells: Array.from({ length: columns }, (_, column) =>
      averagedCell(
        cohorts.filter(({ p0 }) => clock.state(p0, column) === "complete"),
        column,
        { average, effect: effect(column) },
      ),
    ),
  };
}

function averagedCell(
  complete: readonly CohortCounts[],
  column: number,
  { average, effect }: { readonly average: Average; readonly effect: number },
): AveragedCell {
  const parts = complete.map(({ retained }) => ({ count: retained[column] ?? 0, size: retained[0] ?? 0 }));
  const [count, of] = [sum(parts.map((part) => part.count)), sum(parts.map(({ size }) => size))];
  const pooled = rate(count, of, effect);
  const values = (at: number): number => sum(complete.map((one) => one.values?.[at] ?? 0));
  const hasValues = complete.some((one) => one.values !== null);
  const [first, here] = [values(0), values(column)];
  return {
    count,
    of,
    value: average === "pooled" ? pooled.value : meanOf(parts, average),
    interval: average === "pooled" ? pooled.interval : null,
    cohorts: complete.length,
    valueShare: hasValues && first > 0 ? here / first : null,
    valuePerUser: hasValues && of > 0 ? here / of : null,
  };
}

interface Part {
  readonly count: number;
  readonly size: number;
}

function meanOf(parts: readonly Part[], average: Average): number | null {
  if (parts.length === 0) return null;
  if (average === "simple") return sum(parts.map(({ count, size }) => count / size)) / parts.length;
  return sum(parts.map(({ count, size }) => count * size)) / sum(parts.map(({ size }) => size * size));
}

const sum = (list: readonly number[]): number => list.reduce((all, x) => all + x, 0);
