import type { Interval } from "../../stats/inference.ts";

/** A curve at the times of the result. */
export interface SurvivalGroup {
  readonly group: string;
  readonly n: number;
  readonly events: number;
  /** When half have had the event; null where the curve does not fall so far. */
  readonly median: { readonly value: number | null; readonly low: number | null; readonly high: number | null };
  /** Mean time without the event up to the horizon. */
  readonly mean: { readonly value: number; readonly interval: Interval | null } | null;
  /** Share without the event; null after the last time of the group. */
  readonly survival: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  readonly atRisk: readonly number[];
}

export interface HazardLine {
  readonly name: string;
  /** How many times the hazard is as high per unit, or against the reference. */
  readonly ratio: number;
  readonly interval: Interval;
  readonly coefficient: number;
  readonly se: number;
  readonly pValue: number;
  /** Of the test that the ratio does not change with time; null where it is undetermined. */
  readonly proportional: number | null;
}

export interface CoxPart {
  readonly n: number;
  readonly events: number;
  readonly sampled: boolean;
  readonly lines: readonly HazardLine[];
  readonly references: readonly { readonly column: string; readonly level: string }[];
  readonly concordance: number | null;
  readonly logLikelihood: number;
  readonly overall: number;
  /** p of proportional hazards, all together. */
  readonly proportional: number | null;
}

export interface SurvivalResult {
  readonly table: string;
  readonly duration: string;
  readonly event: string;
  readonly by: string | null;
  readonly level: number;
  readonly n: number;
  readonly events: number;
  /** Rows without a duration or without knowing whether the event happened. */
  readonly leftOut: number;
  readonly horizon: number | null;
  /** From 0. */
  readonly times: readonly number[];
  readonly groups: readonly SurvivalGroup[];
  readonly logRank: {
    readonly statistic: number;
    readonly df: number;
    readonly pValue: number;
    readonly groups: readonly { readonly observed: number; readonly expected: number }[];
  } | null;
  /** Why groups could not be compared; null where they are, and without groups. */
  readonly logRankReason: string | null;
  readonly cox: CoxPart | null;
  /** Why there is no regression though one was asked for. */
  readonly coxReason: string | null;
}
