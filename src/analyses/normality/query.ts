import { type CutsRow, labGroups } from "../../models/lab/groups.ts";
import { labTable, numberColumns } from "../../models/lab/lab-table.ts";
import { type MomentsRow, momentsQuery } from "../../models/lab/moments-query.ts";
import { type ValuesRow, valuesQuery } from "../../models/lab/values-query.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import { MOST_GROUPS } from "../lab-words.ts";
import type { NormalityParams } from "./params.ts";

/** Values up to which Shapiro-Wilk holds; of more a sample is looked at. */
export const MOST_VALUES = 5000;

export type NormalityQueries = {
  readonly moments: Query<MomentsRow>;
  readonly values: Query<ValuesRow>;
  readonly cuts: Query<CutsRow> | undefined;
};

export function normalityQueries(params: NormalityParams, context: AnalysisContext): NormalityQueries {
  const { table, ...request } = normalityRequest(params, context);
  return {
    moments: momentsQuery({ table, ...request }, context, MOST_GROUPS + 1),
    values: valuesQuery({ table, ...request }, context, MOST_VALUES),
    cuts: request.groups?.cuts,
  };
}

/** @throws AppError USAGE for a table or column that does not exist */
export function normalityRequest(params: NormalityParams, context: AnalysisContext) {
  const table = labTable(params, context);
  const groups = params.by === undefined ? null : labGroups(params.by, table, context);
  return { table, columns: numberColumns(table, params.column, 12), groups };
}
