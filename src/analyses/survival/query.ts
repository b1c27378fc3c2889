import { type CompleteRow, completeRowsQuery } from "../../models/lab/complete-rows-query.ts";
import { type DurationRow, durationsQuery, outcomeColumn } from "../../models/lab/durations-query.ts";
import { type CutsRow, type LabGroups, labGroups } from "../../models/lab/groups.ts";
import { type LabTable, labTable, type NumberColumn } from "../../models/lab/lab-table.ts";
import { type ModelColumn, modelColumn } from "../../models/lab/model-columns.ts";
import { present } from "../../models/lab/present.ts";
import { type SampleRow, sampleQuery } from "../../models/lab/sample-query.ts";
import type { Query } from "../../sql/query.ts";
import { ident } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { SurvivalParams } from "./params.ts";

/** Rows for Cox's regression. */
const SAMPLE = 10_000;
/** Different times of all groups that are read. */
export const MOST_TIMES = 500_000;

export interface SurvivalRequest {
  readonly all: LabTable;
  readonly table: LabTable;
  readonly duration: NumberColumn;
  readonly happened: NumberColumn;
  readonly groups: LabGroups | null;
  readonly predictors: readonly ModelColumn[];
}

/** @throws AppError USAGE for a table or column that does not exist, or that holds no numbers */
export function survivalRequest(params: SurvivalParams, context: AnalysisContext): SurvivalRequest {
  const { by, event, happened, predictors } = params;
  const all = labTable(params, context);
  const grouped = by === undefined ? null : labGroups(by, all, context);
  const table = present(all, grouped === null ? [] : [grouped.column]);
  return {
    all,
    table,
    duration: table.number(params.duration),
    happened: outcomeColumn(event, happened, { table, dialect: context.dialect }),
    groups: by === undefined ? null : labGroups(by, table, context),
    predictors: [...new Set(predictors)].map((name) => modelColumn(name, table, context)),
  };
}

interface SurvivalQueries {
  readonly [name: string]: Query<unknown> | undefined;
  readonly durations: Query<DurationRow>;
  readonly counts: Query<CompleteRow>;
  readonly cuts: Query<CutsRow> | undefined;
  readonly sample: Query<SampleRow> | undefined;
}

export function survivalQueries(params: SurvivalParams, context: AnalysisContext): SurvivalQueries {
  const { all, table, duration, happened, groups, predictors } = survivalRequest(params, context);
  const columns = [duration, happened, ...predictors.map(({ column }) => column)];
  const grouped = groups === null ? [] : [{ name: groups.column, unit: null, value: ident(groups.column) }];
  const regression = groups !== null || predictors.length > 0;
  return {
    durations: durationsQuery({ table, duration, happened, groups, limit: MOST_TIMES + 1 }, context),
    counts: completeRowsQuery(all, [...columns, ...grouped], context),
    cuts: groups?.cuts,
    sample: regression ? sampleQuery({ table, columns, groups, cap: SAMPLE }, context) : undefined,
  };
}
