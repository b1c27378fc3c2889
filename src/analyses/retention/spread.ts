import type { PairSumsRow } from "../../models/group-pair/pair-sums.ts";
import { retentionPairQuery } from "../../models/retention/retention-pair.ts";
import type { Query } from "../../sql/query.ts";
import { designEffect } from "../../stats/proportions/user-sums.ts";
import { groupsOf } from "../group-comparison.ts";
import { groupOf } from "./comparison.ts";
import type { RetentionParams } from "./params.ts";
import type { AskedRetention } from "./request.ts";

/** How many times the variance of a column's pooled share is what independent units would have. */
export type ColumnEffect = (column: number) => number;

/** Sums over users of the units that each has in several cohorts, or as several starts; undefined where each user is one unit. */
export function spreadQuery({ target }: RetentionParams, asked: AskedRetention): Query<PairSumsRow> | undefined {
  const { request, average } = asked;
  // of recurring cohorts only shares of several together hold a user several times
  const together = average === "pooled" || target !== undefined;
  if (request.cohort === "first" || (request.cohort === "recurring" && !together)) return undefined;
  return retentionPairQuery(groupOf(asked), null);
}

/** The design effect of each column over all users; 1 without sums. */
export function columnEffect(rows: readonly PairSumsRow[]): ColumnEffect {
  const effects = new Map(rows.map((row) => [row.m, designEffect(groupsOf(row).first)]));
  return (column) => effects.get(column) ?? 1;
}

/** The effect within one cohort, in which a user has one unit unless each start is followed. */
export const withinCohort = (
  { cohort }: Pick<AskedRetention["request"], "cohort">,
  effect: ColumnEffect,
): ColumnEffect => (cohort === "each" ? effect : () => 1);
