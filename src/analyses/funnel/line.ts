import { type FunnelDefinition, requiredBefore } from "../../models/funnel/definition.ts";
import type { FunnelStatsRow } from "../../models/funnel/funnel-stats.ts";
import { type Rate, rate } from "../../stats/proportions/rate.ts";
import type { ShareEffects } from "./spread.ts";

/** Attempts with the same set of steps reached, as bits. */
export interface Reached {
  readonly reached: number;
  readonly n: number;
}

/** Seconds between two steps, of the attempts that took them. */
export interface StepTimes {
  readonly n: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly p90: number | null;
}

export interface LineStep {
  readonly n: number;
  /** Of the attempts that entered. */
  readonly ofEntered: Rate;
  /** Of the attempts that had reached the last step before it that is not optional; null for the first. */
  readonly ofBefore: Rate | null;
  /** Attempts that had reached the step before and not this one; null for the first and for optional steps. */
  readonly dropped: number | null;
  /** From the last step before it that is not optional; null for the first, and for values taken together. */
  readonly time: StepTimes | null;
  /** Of an optional step: how many went on with it and without it. */
  readonly next: { readonly withStep: Rate; readonly without: Rate } | null;
}

/** One funnel: of everything, or of one value of the dimension. */
export interface FunnelLine {
  /** Null for the total. */
  readonly value: string | null;
  readonly entered: number;
  readonly conversion: Rate;
  readonly steps: readonly LineStep[];
  /** From entry to the last step. */
  readonly time: StepTimes | null;
}

interface LineOptions {
  readonly steps: FunnelDefinition["steps"];
  /** The row of times that belongs to the same attempts. */
  readonly times: FunnelStatsRow | undefined;
  /** Null where users count more than once and it is not known how often. */
  readonly effect: ShareEffects | null;
}

/** The steps of a funnel, counted. */
export function funnelLine(
  value: string | null,
  groups: readonly Reached[],
  { steps, times, effect }: LineOptions,
): FunnelLine {
  const effectOf = (step: number, of: number): number | null => effect?.(step, of) ?? null;
  const having = (...wanted: readonly number[]): number =>
    sum(groups.filter(({ reached }) => wanted.every((i) => Math.floor(reached / 2 ** i) % 2 === 1)));
  const entered = sum(groups);
  const last = steps.length - 1;
  return {
    value,
    entered,
    conversion: rate(having(last), entered, effectOf(last, 0)),
    steps: steps.map(({ optional }, i): LineStep => {
      const before = requiredBefore(steps, i);
      const next = steps.findIndex((step, j) => j > i && !step.optional);
      return {
        n: having(i),
        ofEntered: rate(having(i), entered, effectOf(i, 0)),
        ofBefore: i === 0 ? null : rate(having(i), having(before), effectOf(i, before)),
        dropped: i === 0 || optional ? null : having(before) - having(i),
        time: i === 0 ? null : timesOf(times, `g_${i}`),
        next: optional
          ? {
              withStep: rate(having(i, next), having(i), effectOf(next, before)),
              without: rate(having(next) - having(i, next), having(before) - having(i), effectOf(next, before)),
            }
          : null,
      };
    }),
    time: timesOf(times, "g_all"),
  };
}

const sum = (groups: readonly Reached[]): number => groups.reduce((all, { n }) => all + n, 0);

const SECOND_US = 1_000_000;

function timesOf(row: FunnelStatsRow | undefined, name: string): StepTimes | null {
  if (row === undefined) return null;
  const n = Number(row[`n_${name}`] ?? 0);
  const seconds = (column: string): number | null => {
    const us = row[`${column}_${name}`];
    return us === null || us === undefined ? null : Number(us) / SECOND_US;
  };
  const total = seconds("sum");
  return { n, mean: n === 0 || total === null ? null : total / n, median: seconds("median"), p90: seconds("p90") };
}
