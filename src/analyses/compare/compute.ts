import { type CutsRow, groupNames, type NamedGroup } from "../../models/lab/groups.ts";
import { type MomentsRow, shiftedSums } from "../../models/lab/moments-query.ts";
import type { PairedRow } from "../../models/lab/paired-query.ts";
import type { RankSumRow } from "../../models/lab/ranks-query.ts";
import { momentsOfSums } from "../../stats/descriptive/moments.ts";
import { type ComputeContext, type Computed, undeterminedBecause } from "../analysis.ts";
import type { CompareResult } from "./compared.ts";
import { compareIndependent, type GroupSums } from "./independent.ts";
import { comparePaired, type PairedValues } from "./paired.ts";
import type { CompareParams } from "./params.ts";
import { compareRequest, MOST_PAIRED } from "./query.ts";

interface CompareRows {
  readonly moments: readonly MomentsRow[];
  readonly ranks: readonly RankSumRow[];
  readonly cuts: readonly CutsRow[];
  readonly paired: readonly PairedRow[];
}

/** More groups make no table that a person reads. */
const MOST_GROUPS = 30;

export function computeCompare(
  rows: CompareRows,
  params: CompareParams,
  context: ComputeContext,
): Computed<CompareResult> {
  const { table, column, groups } = compareRequest(params, context);
  if (params.design === "paired" && params.unit === undefined)
    return undeterminedBecause("a paired design needs the column that says which rows belong together: --unit");
  const counted = rows.moments.filter(({ n }) => n > 0);
  const names = groupNames(groups, counted.map(({ group }) => group ?? "").sort(), rows.cuts);
  if (names.length < 2)
    return undeterminedBecause(
      names.length === 0
        ? `no row has a value of both ${column.name} and ${groups.column}`
        : `${groups.column} has one group only: ${names[0]?.label ?? ""}`,
    );
  if (names.length > MOST_GROUPS)
    return undeterminedBecause(
      `${groups.column} makes ${names.length} groups, more than ${MOST_GROUPS}: filter them (--where), or bin a number (--by bin:${groups.column}:quantiles:4)`,
    );
  const head = { table: table.asked, value: column.name, by: groups.column, design: params.design };
  const { level, correction } = params;
  if (params.design === "paired") {
    const pairs = pairsOf(rows.paired, names);
    if ("undetermined" in pairs) return undeterminedBecause(pairs.undetermined);
    return {
      status: "ok",
      warnings:
        rows.paired.length >= 2 * MOST_PAIRED
          ? [`only ${MOST_PAIRED.toLocaleString("en-US")} units, chosen by a hash`]
          : [],
      result: {
        ...head,
        ...{ level, correction, n: pairs.first.length, leftOut: pairs.leftOut },
        ...comparePaired(pairs, params),
      },
    };
  }
  const sums = names.flatMap(({ key, label }): readonly GroupSums[] => {
    const own = counted.find(({ group }) => group === key);
    const rank = rows.ranks.find(({ group }) => group === key);
    return own === undefined
      ? []
      : [{ group: label, moments: momentsOfSums(shiftedSums(own)), rankSum: rank?.rankSum ?? 0 }];
  });
  const found = compareIndependent(sums, rows.ranks[0]?.ties ?? 0, params);
  if (found.test === null && found.robust === null)
    return undeterminedBecause("the values do not vary, or no two groups have two of them");
  return {
    status: "ok",
    warnings: found.test === null ? [untested(found.groups)] : [],
    result: {
      ...head,
      ...{ level, correction, n: sums.reduce((sum, { moments }) => sum + moments.n, 0) },
      leftOut: rows.moments.reduce((sum, { rows: all, n }) => sum + all - n, 0),
      ...found,
    },
  };
}

function untested(groups: CompareResult["groups"]): string {
  const flat = groups.filter(({ sd }) => sd === null || sd === 0);
  return `the means are not tested, only the ranks, as groups have fewer than two different values: ${flat.map(({ group }) => group).join(", ")}`;
}

function pairsOf(
  rows: readonly PairedRow[],
  names: readonly NamedGroup[],
): (PairedValues & { readonly leftOut: number }) | { readonly undetermined: string } {
  const [a, b] = names;
  if (a === undefined || b === undefined || names.length !== 2)
    return { undetermined: `a paired comparison takes two groups, here are ${names.length}: filter them with --where` };
  const units = new Map<string, { first?: number; second?: number }>();
  for (const { unit, group, mean } of rows) {
    const own = units.get(unit) ?? {};
    units.set(unit, group === a.key ? { ...own, first: mean } : { ...own, second: mean });
  }
  const complete = [...units.values()].flatMap(({ first, second }) =>
    first === undefined || second === undefined ? [] : [{ first, second }],
  );
  if (complete.length < 2) return { undetermined: `${complete.length} units have values in both groups; 2 are needed` };
  return {
    groups: [a.label, b.label],
    first: complete.map(({ first }) => first),
    second: complete.map(({ second }) => second),
    leftOut: units.size - complete.length,
  };
}
