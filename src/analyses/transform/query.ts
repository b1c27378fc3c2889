import { type ClusterSumsRow, clusterSumsQuery } from "../../models/lab/cluster-sums-query.ts";
import { type HistogramRow, histogramQuery } from "../../models/lab/histogram-query.ts";
import { labTable, type NumberColumn, numberColumns } from "../../models/lab/lab-table.ts";
import { type MomentsRow, momentsQuery } from "../../models/lab/moments-query.ts";
import { type ValuesRow, valuesQuery } from "../../models/lab/values-query.ts";
import type { Query } from "../../sql/query.ts";
import { raw, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { TransformParams } from "./params.ts";

/** Values that powers are fitted to; of more a sample. */
export const MOST_VALUES = 20_000;

export type TransformQueries = {
  readonly before: Query<MomentsRow>;
  readonly logs: Query<MomentsRow>;
  readonly histogram: Query<HistogramRow>;
  readonly values: Query<ValuesRow>;
  readonly logarithms: Query<MomentsRow> | undefined;
  readonly clusters: Query<ClusterSumsRow> | undefined;
};

/** The same column as ln(x + plus); values at or below -plus have none, and no logarithm is taken of them even beneath a null. */
const logOf =
  (plus: 0 | 1) =>
  (column: NumberColumn): NumberColumn => {
    const inside = sql`${column.value} > ${raw(String(-plus))}`;
    const shifted = plus === 0 ? column.value : sql`1 + ${column.value}`;
    return { ...column, value: sql`case when ${inside} then ln(case when ${inside} then ${shifted} else 1e0 end) end` };
  };

export function transformQueries(params: TransformParams, context: AnalysisContext): TransformQueries {
  const table = labTable(params, context);
  const columns = numberColumns(table, params.column, 8);
  const logged = columns.map(logOf(0));
  return {
    before: momentsQuery({ table, columns }, context),
    logs: momentsQuery({ table, columns: columns.map(logOf(1)) }, context),
    histogram: histogramQuery({ table, columns }, context, "auto"),
    values: valuesQuery({ table, columns }, context, MOST_VALUES),
    logarithms: params.cluster === undefined ? momentsQuery({ table, columns: logged }, context) : undefined,
    clusters:
      params.cluster === undefined
        ? undefined
        : clusterSumsQuery({ table, columns: logged, cluster: params.cluster }, context),
  };
}
