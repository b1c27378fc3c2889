import { type CrossRow, crossSumsQuery } from "../../models/lab/cross-sums-query.ts";
import { type LabTable, labTable, type NumberColumn } from "../../models/lab/lab-table.ts";
import { type SampleRow, sampleQuery } from "../../models/lab/sample-query.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { PcaParams } from "./params.ts";

/** Rows of the biplot. */
const DRAWN = 1000;
/** Columns that were not asked for by name. */
const COLUMNS = 10;

/** @throws AppError USAGE for a table or column that does not exist, or that holds no numbers */
export function pcaRequest(
  params: PcaParams,
  context: AnalysisContext,
): { readonly table: LabTable; readonly columns: readonly NumberColumn[] } {
  const table = labTable(params, context);
  return { table, columns: (params.columns ?? table.measures.slice(0, COLUMNS)).map(table.number) };
}

interface PcaQueries {
  readonly [name: string]: Query<unknown> | undefined;
  readonly sums: Query<CrossRow> | undefined;
  readonly sample: Query<SampleRow> | undefined;
}

export function pcaQueries(params: PcaParams, context: AnalysisContext): PcaQueries {
  const request = pcaRequest(params, context);
  if (request.columns.length < 2) return { sums: undefined, sample: undefined };
  return {
    sums: crossSumsQuery(request, context, { missing: "complete" }),
    sample: sampleQuery({ ...request, cap: DRAWN }, context),
  };
}
