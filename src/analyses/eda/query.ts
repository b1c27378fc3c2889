import { type CrossRow, crossSumsQuery } from "../../models/lab/cross-sums-query.ts";
import { type HistogramRow, histogramQuery } from "../../models/lab/histogram-query.ts";
import { labTable, numberColumns } from "../../models/lab/lab-table.ts";
import { type MomentsRow, momentsQuery } from "../../models/lab/moments-query.ts";
import {
  type DuplicatesRow,
  duplicatesQuery,
  type JoinRow,
  joinsQuery,
  type QualityRow,
  qualityQuery,
} from "../../models/lab/quality-query.ts";
import { type QuantilesRow, quantilesQuery } from "../../models/lab/quantiles-query.ts";
import { type SampleRow, sampleQuery } from "../../models/lab/sample-query.ts";
import { type ValuesRow, valuesQuery } from "../../models/lab/values-query.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { EdaParams } from "./params.ts";

/** Values that densities are estimated from; of more a sample. */
export const MOST_VALUES = 2000;
export const SHARES = [0.25, 0.5, 0.75] as const;

export type EdaQueries = {
  readonly quality: Query<QualityRow>;
  readonly duplicates: Query<DuplicatesRow>;
  readonly joins: Query<JoinRow> | undefined;
  readonly moments: Query<MomentsRow> | undefined;
  readonly quantiles: Query<QuantilesRow> | undefined;
  readonly histogram: Query<HistogramRow> | undefined;
  readonly values: Query<ValuesRow> | undefined;
  readonly products: Query<CrossRow> | undefined;
  readonly sample: Query<SampleRow> | undefined;
};

export function edaQueries(params: EdaParams, context: AnalysisContext): EdaQueries {
  const { table, columns, paired } = edaRequest(params, context);
  const request = { table, columns };
  const some = columns.length > 0;
  return {
    quality: qualityQuery(table, context),
    duplicates: duplicatesQuery(table, context),
    joins: joinsQuery(table, context),
    moments: some ? momentsQuery(request, context) : undefined,
    quantiles: some ? quantilesQuery(request, context, SHARES) : undefined,
    histogram: some ? histogramQuery(request, context, "auto") : undefined,
    values: some ? valuesQuery(request, context, MOST_VALUES) : undefined,
    products:
      paired.length < 2 ? undefined : crossSumsQuery({ table, columns: paired }, context, { missing: "pairwise" }),
    sample: paired.length < 2 ? undefined : sampleQuery({ table, columns: paired, cap: params.points }, context),
  };
}

/** @throws AppError USAGE for a table or column that does not exist */
export function edaRequest(params: EdaParams, context: AnalysisContext) {
  const table = labTable(params, context);
  const none = params.columns === undefined && table.measures.length === 0;
  const columns = none ? [] : numberColumns(table, params.columns ?? table.measures.slice(0, 8), 12);
  return { table, columns, paired: columns.slice(0, params.pairs) };
}
