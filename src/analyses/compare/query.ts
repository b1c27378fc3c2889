import { type CutsRow, type LabGroups, labGroups } from "../../models/lab/groups.ts";
import { type LabTable, labTable, type NumberColumn } from "../../models/lab/lab-table.ts";
import { type MomentsRow, momentsQuery } from "../../models/lab/moments-query.ts";
import { type PairedRow, pairedQuery } from "../../models/lab/paired-query.ts";
import { present } from "../../models/lab/present.ts";
import { type RankSumRow, rankSumsQuery } from "../../models/lab/ranks-query.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { CompareParams } from "./params.ts";

/** Values of units under both conditions that are read one by one. */
export const MOST_PAIRED = 100_000;

export interface CompareRequest {
  readonly table: LabTable;
  readonly column: NumberColumn;
  readonly groups: LabGroups;
}

/** @throws AppError USAGE for a table or column that does not exist, or that holds no numbers */
export function compareRequest(params: CompareParams, context: AnalysisContext): CompareRequest {
  const all = labTable(params, context);
  const { column } = labGroups(params.by, all, context);
  const table = present(all, [column]);
  return { table, column: table.number(params.value), groups: labGroups(params.by, table, context) };
}

interface CompareQueries {
  readonly [name: string]: Query<unknown> | undefined;
  readonly moments: Query<MomentsRow> | undefined;
  readonly ranks: Query<RankSumRow> | undefined;
  readonly cuts: Query<CutsRow> | undefined;
  readonly paired: Query<PairedRow> | undefined;
}

export function compareQueries(params: CompareParams, context: AnalysisContext): CompareQueries {
  const { table, column, groups } = compareRequest(params, context);
  const { design, unit } = params;
  const paired = design === "paired";
  if (paired && unit === undefined) return { moments: undefined, ranks: undefined, cuts: undefined, paired: undefined };
  return {
    moments: momentsQuery({ table, columns: [column], groups }, context),
    ranks: paired ? undefined : rankSumsQuery({ table, column, groups }, context),
    cuts: groups.cuts,
    paired:
      paired && unit !== undefined
        ? pairedQuery({ table, column, groups, unit, limit: 2 * MOST_PAIRED }, context)
        : undefined,
  };
}
