import { type CutsRow, groupNames } from "../../models/lab/groups.ts";
import { type MomentsRow, shiftedSums } from "../../models/lab/moments-query.ts";
import { momentsOfSums, NO_MOMENTS } from "../../stats/descriptive/moments.ts";
import { type ComputeContext, type Computed, undeterminedBecause } from "../analysis.ts";
import { type ImpactResult, impactOutcomes, type OutcomeSums, revenueAtRisk, varies } from "./impacted.ts";
import type { ImpactParams } from "./params.ts";
import { impactRequest } from "./query.ts";

interface ImpactRows {
  readonly moments: readonly MomentsRow[];
  readonly cuts: readonly CutsRow[];
  readonly missing: readonly MomentsRow[];
}

export function computeImpact(rows: ImpactRows, params: ImpactParams, context: ComputeContext): Computed<ImpactResult> {
  const { table, groups, columns } = impactRequest(params, context);
  const keys = [...new Set(rows.moments.flatMap(({ group, n }) => (group === null || n === 0 ? [] : [group])))].sort();
  const names = groupNames(groups, keys, rows.cuts);
  if (names.length < 2)
    return undeterminedBecause(
      names.length === 0
        ? `no row has a value of ${groups.column} and of an outcome`
        : `${groups.column} makes one group only: most rows have the same value, so give limits (--bins 0,5,30)`,
    );
  const sums = columns.map(
    ({ name }): OutcomeSums => ({
      outcome: name,
      groups: names.map(({ key, label }) => {
        const own = rows.moments.find((row) => row.column === name && row.group === key);
        return { group: label, moments: own === undefined ? NO_MOMENTS : momentsOfSums(shiftedSums(own)) };
      }),
    }),
  );
  const revenue = params.revenue?.toLowerCase();
  const money = sums.find(({ outcome }) => outcome.toLowerCase() === revenue);
  const outcomes = impactOutcomes(sums, params.level);
  if (!outcomes.some(({ groups: own }) => own.some(varies)))
    return undeterminedBecause("no outcome varies within a group");
  const [counted] = rows.missing;
  return {
    status: "ok",
    warnings: [],
    result: {
      table: table.asked,
      by: groups.column,
      level: params.level,
      rows: counted?.n ?? 0,
      leftOut: (counted?.rows ?? 0) - (counted?.n ?? 0),
      groups: names.map(({ label }) => label),
      outcomes,
      revenue: money === undefined ? null : revenueAtRisk(money, params.level),
    },
  };
}
