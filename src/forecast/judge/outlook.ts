import { quantile } from "../../stats/descriptive/quantile.ts";
import type { Paths } from "../paths.ts";
import type { ForecastQuestion } from "./question.ts";

/** A number of the future, with the interval that 90 % of the simulated paths lie in. */
interface Expected {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface GoalOutlook {
  readonly atLeast: number;
  /** Of the steps so far alone. */
  readonly sofar: number;
  readonly value: Expected;
  /** Share of the paths that reach the goal. */
  readonly probability: number;
}

export interface LimitOutlook {
  readonly at: number;
  readonly side: "above" | "below";
  /** Share of the paths beyond the limit, per step. */
  readonly beyond: readonly number[];
  /** Share of the paths that have been beyond the limit by the end of each step. */
  readonly crossed: readonly number[];
}

export interface QuietWindow {
  /** Index of its first step. */
  readonly start: number;
  readonly steps: number;
  /** Sum over its steps. */
  readonly sum: Expected;
  /** Share of the paths in which this is the quietest of all windows of its length. */
  readonly quietest: number;
}

/** What can be said of several steps together. */
export interface Outlook {
  readonly total: Expected;
  readonly goal: GoalOutlook | null;
  readonly limit: LimitOutlook | null;
  /** Quietest first; none overlaps a quieter one. */
  readonly quiet: readonly QuietWindow[];
}

/** @param paths at least one */
export function outlookOf(paths: Paths, { goal, limit, quiet }: ForecastQuestion["ask"]): Outlook {
  return {
    total: expected(paths.map(sumOf)),
    goal: goal === undefined ? null : goalOutlook(paths, goal),
    limit: limit === undefined ? null : limitOutlook(paths, limit),
    quiet: quiet === undefined ? [] : quietWindows(paths, quiet),
  };
}

const sumOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0);

function expected(values: readonly number[]): Expected {
  const at = (p: number): number => quantile(values, p) ?? Number.NaN;
  return { mean: sumOf(values) / values.length, low: at(0.05), high: at(0.95) };
}

type Asked<Name extends keyof ForecastQuestion["ask"]> = NonNullable<ForecastQuestion["ask"][Name]>;

function goalOutlook(paths: Paths, { atLeast, sofar, of }: Asked<"goal">): GoalOutlook {
  const known = sumOf(sofar);
  const steps = sofar.length + (paths[0]?.length ?? 0);
  const values = paths.map((path) => (known + sumOf(path)) / (of === "sum" ? 1 : steps));
  return {
    atLeast,
    sofar: of === "sum" ? known : known / Math.max(1, sofar.length),
    value: expected(values),
    probability: values.filter((value) => value >= atLeast).length / values.length,
  };
}

function limitOutlook(paths: Paths, { at, side }: Asked<"limit">): LimitOutlook {
  const steps = paths[0]?.length ?? 0;
  const isBeyond = (value: number): boolean => (side === "above" ? value > at : value < at);
  const [beyond, first] = [new Array<number>(steps).fill(0), new Array<number>(steps).fill(0)];
  for (const path of paths) {
    let seen = false;
    for (const [i, value] of path.entries()) {
      if (!isBeyond(value)) continue;
      beyond[i] = (beyond[i] ?? 0) + 1;
      if (!seen) first[i] = (first[i] ?? 0) + 1;
      seen = true;
    }
  }
  const crossed: number[] = [];
  for (const count of first) crossed.push((crossed.at(-1) ?? 0) + count / paths.length);
  return { at, side, beyond: beyond.map((count) => count / paths.length), crossed };
}

function quietWindows(paths: Paths, { steps, most }: Asked<"quiet">): readonly QuietWindow[] {
  const starts = Math.max(0, (paths[0]?.length ?? 0) - steps + 1);
  const sums = paths.map((path) => Float64Array.from({ length: starts }, (_, i) => sumOf(path.subarray(i, i + steps))));
  const windows = Array.from({ length: starts }, (_, start) => ({
    start,
    sum: sums.reduce((total, one) => total + (one[start] ?? 0), 0) / sums.length,
  })).sort((a, b) => a.sum - b.sum || a.start - b.start);
  const chosen: number[] = [];
  for (const { start } of windows) {
    if (chosen.length >= most) break;
    if (chosen.every((other) => Math.abs(other - start) >= steps)) chosen.push(start);
  }
  const least = sums.map((one) => one.reduce((min, sum) => Math.min(min, sum), Number.POSITIVE_INFINITY));
  return chosen.map((start) => ({
    start,
    steps,
    sum: expected(sums.map((one) => one[start] ?? Number.NaN)),
    quietest: sums.filter((one, i) => one[start] === least[i]).length / sums.length,
  }));
}
