import { binText } from "../../models/lab/bin-spec.ts";
import { type CutsRow, labGroups } from "../../models/lab/groups.ts";
import { type HistogramRow, histogramQuery } from "../../models/lab/histogram-query.ts";
import { type LabTable, labTable } from "../../models/lab/lab-table.ts";
import { type MomentsRow, momentsQuery } from "../../models/lab/moments-query.ts";
import { type ValuesRow, valuesQuery } from "../../models/lab/values-query.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { BinParams } from "./params.ts";

/** Values that natural breaks are looked for among; of more a sample. */
export const MOST_VALUES = 20_000;

export type BinQueries = {
  readonly cuts: Query<CutsRow> | undefined;
  /** In each bin; over all rows where bins are known only afterwards. */
  readonly groups: Query<MomentsRow>;
  readonly histogram: Query<HistogramRow>;
  readonly values: Query<ValuesRow> | undefined;
};

/** The bins as `by` of other analyses takes them; null for natural breaks, whose cuts are known only afterwards. */
export function binsAsked({ column, method, bins, cuts }: BinParams, table: LabTable): string | null {
  const { name } = table.number(column);
  switch (method) {
    case "median":
      return binText({ column: name, method: { kind: method } });
    case "quantiles":
    case "equal":
      return binText({ column: name, method: { kind: method, bins } });
    case "fixed":
      return binText({ column: name, method: { kind: method, cuts } });
    case "jenks":
      return null;
  }
}

export function binQueries(params: BinParams, context: AnalysisContext): BinQueries {
  const table = labTable(params, context);
  const column = table.number(params.column);
  const asked = binsAsked(params, table);
  const groups = asked === null ? null : labGroups(asked, table, context);
  const measured = params.values === undefined || groups === null ? [] : [table.number(params.values)];
  const columns = [column, ...measured.filter(({ name }) => name !== column.name)];
  return {
    cuts: groups?.cuts,
    groups: momentsQuery({ table, columns, groups }, context),
    histogram: histogramQuery({ table, columns: [column] }, context, "auto"),
    values: groups === null ? valuesQuery({ table, columns: [column] }, context, MOST_VALUES) : undefined,
  };
}
