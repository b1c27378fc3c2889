import { cellSumsQuery } from "../../models/lab/cell-sums-query.ts";
import { type CompleteRow, completeRowsQuery } from "../../models/lab/complete-rows-query.ts";
import { type CrossRow, crossSumsQuery } from "../../models/lab/cross-sums-query.ts";
import { outcomeColumn } from "../../models/lab/durations-query.ts";
import { type LabTable, labTable, type NumberColumn } from "../../models/lab/lab-table.ts";
import { type ModelColumn, modelColumn } from "../../models/lab/model-columns.ts";
import { type SampleRow, sampleQuery } from "../../models/lab/sample-query.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { RegressParams } from "./params.ts";

/** Rows for what needs values one by one: residuals, robust errors, models that are not linear. */
const SAMPLE = 20_000;

export interface RegressRequest {
  readonly table: LabTable;
  readonly response: NumberColumn;
  readonly columns: readonly ModelColumn[];
}

/** The columns of one kind. */
export const ofKind = ({ columns }: RegressRequest, wanted: ModelColumn["kind"]): readonly NumberColumn[] =>
  columns.filter(({ kind }) => kind === wanted).map(({ column }) => column);

/** @throws AppError USAGE for a table or column that does not exist, or that holds no numbers */
export function regressRequest(params: RegressParams, context: AnalysisContext): RegressRequest {
  const table = labTable(params, context);
  const { y, x, model, success } = params;
  const columns = [...new Set(x)].map((name) => modelColumn(name, table, context));
  return {
    table,
    response: model === "logistic" ? outcomeColumn(y, success, { table, dialect: context.dialect }) : table.number(y),
    columns,
  };
}

interface RegressQueries {
  readonly [name: string]: Query<unknown> | undefined;
  readonly counts: Query<CompleteRow>;
  readonly sums: Query<CrossRow> | undefined;
  readonly cells: Query<CrossRow> | undefined;
  readonly sample: Query<SampleRow>;
}

export function regressQueries(params: RegressParams, context: AnalysisContext): RegressQueries {
  const request = regressRequest(params, context);
  const { table, response, columns } = request;
  const all = [response, ...columns.map(({ column }) => column)];
  const numbers = [response, ...ofKind(request, "number")];
  const texts = ofKind(request, "category");
  const linear = params.model === "ols";
  return {
    counts: completeRowsQuery(table, all, context),
    sums:
      linear && texts.length === 0
        ? crossSumsQuery({ table, columns: numbers }, context, { missing: "complete" })
        : undefined,
    cells: linear && texts.length > 0 ? cellSumsQuery({ table, numbers, texts }, context) : undefined,
    sample: sampleQuery({ table, columns: all, cap: SAMPLE }, context),
  };
}
