import type { PresetDifference, PresetName } from "../funnel/presets.ts";
import type { Clock, Cohort, Criterion } from "./retention-request.ts";

export const AVERAGES = ["pooled", "simple", "size-squared"] as const;
/** Over complete cohorts: all units together; every cohort the same; every cohort by the square of its size. */
export type Average = (typeof AVERAGES)[number];

export interface RetentionRules {
  readonly cohort: Cohort;
  readonly clock: Clock;
  readonly criterion: Criterion;
  readonly average: Average;
}

/** Tidemark's own defaults, as docs/semantics.md gives them. */
export const OWN_RETENTION: RetentionRules = {
  cohort: "first",
  clock: "calendar",
  criterion: "on",
  average: "pooled",
};

/** The defaults that the products' public documents state for retention. */
export const RETENTION_PRESETS: Readonly<Record<PresetName, RetentionRules>> = {
  mixpanel: { cohort: "recurring", clock: "rolling", criterion: "on-or-after", average: "size-squared" },
  amplitude: { cohort: "recurring", clock: "rolling-floored", criterion: "on", average: "pooled" },
  posthog: { cohort: "first", clock: "calendar", criterion: "on", average: "simple" },
};

const EFFECTS: Readonly<Record<keyof RetentionRules, string>> = {
  cohort:
    "users who were there before count again with each new start, which lifts retention in products people know already",
  clock:
    "a period is as long for everyone and begins with the start, so who comes late in the evening and again after midnight has not returned yet",
  criterion: "a return in any later period counts as well, so the curve only falls",
  average:
    "cohorts of unlike size and retention give another mean: pooled weighs users alike, simple cohorts alike, size-squared favours large cohorts twice",
};

/** The rules in which a product's default differs from Tidemark's. */
export function retentionDifferences(name: PresetName): readonly PresetDifference[] {
  const there = RETENTION_PRESETS[name];
  return (Object.keys(OWN_RETENTION) as (keyof RetentionRules)[])
    .filter((rule) => OWN_RETENTION[rule] !== there[rule])
    .map((rule) => ({ rule, here: OWN_RETENTION[rule], there: there[rule], effect: EFFECTS[rule] }));
}
