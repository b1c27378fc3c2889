import { type FarRow, type FencesRow, farRowsQuery, fencesQuery } from "../../models/lab/fences-query.ts";
import { type HistogramRow, histogramQuery } from "../../models/lab/histogram-query.ts";
import { labTable, numberColumns } from "../../models/lab/lab-table.ts";
import { type MomentsRow, momentsQuery } from "../../models/lab/moments-query.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { OutliersParams } from "./params.ts";

export type OutliersQueries = {
  readonly fences: Query<FencesRow>;
  readonly rows: Query<FarRow>;
  readonly moments: Query<MomentsRow>;
  readonly histogram: Query<HistogramRow>;
};

export function outliersQueries(params: OutliersParams, context: AnalysisContext): OutliersQueries {
  const table = labTable(params, context);
  const columns = numberColumns(table, params.column, 12);
  const request = { table, columns, rule: { k: params.k, mad: params.mad } };
  return {
    fences: fencesQuery(request, context),
    rows: farRowsQuery({ ...request, limit: params.top }, context),
    moments: momentsQuery(request, context),
    histogram: histogramQuery(request, context, "auto"),
  };
}
