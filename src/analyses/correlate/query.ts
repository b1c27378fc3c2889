import { type CrossRow, crossSumsQuery } from "../../models/lab/cross-sums-query.ts";
import { type LabTable, labTable, type NumberColumn } from "../../models/lab/lab-table.ts";
import { type SampleRow, sampleQuery } from "../../models/lab/sample-query.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import { CORRELATION_METHODS, type CorrelateParams, type CorrelationMethod } from "./params.ts";

/** Rows for what needs values one by one. */
const SAMPLE = 5000;
/** Columns of a matrix that was not asked for by name. */
const COLUMNS = 10;

export interface CorrelateRequest {
  readonly table: LabTable;
  readonly columns: readonly NumberColumn[];
  readonly controls: readonly NumberColumn[];
  /** All three of one pair, the one asked for of a matrix. */
  readonly methods: readonly CorrelationMethod[];
}

/** @throws AppError USAGE for a table or column that does not exist, or that holds no numbers */
export function correlateRequest(params: CorrelateParams, context: AnalysisContext): CorrelateRequest {
  const table = labTable(params, context);
  const { x, y } = params;
  const pair = x !== undefined && y !== undefined ? [x, y] : null;
  const columns = (pair ?? params.columns ?? table.measures.slice(0, COLUMNS)).map(table.number);
  return {
    table,
    columns: columns.filter(({ name }, i) => columns.findIndex((other) => other.name === name) === i),
    controls: params.controls.map(table.number),
    methods: columns.length === 2 ? CORRELATION_METHODS : [params.method],
  };
}

interface CorrelateQueries {
  readonly [name: string]: Query<unknown> | undefined;
  readonly values: Query<CrossRow> | undefined;
  readonly ranks: Query<CrossRow> | undefined;
  readonly partial: Query<CrossRow> | undefined;
  readonly sample: Query<SampleRow> | undefined;
}

export function correlateQueries(params: CorrelateParams, context: AnalysisContext): CorrelateQueries {
  const { table, columns, controls, methods } = correlateRequest(params, context);
  if (columns.length < 2) return { values: undefined, ranks: undefined, partial: undefined, sample: undefined };
  const all = [...columns, ...controls];
  return {
    values: crossSumsQuery({ table, columns }, context, { missing: "pairwise" }),
    ranks: methods.includes("spearman")
      ? crossSumsQuery({ table, columns }, context, { missing: "complete", ranks: true })
      : undefined,
    partial:
      controls.length > 0 ? crossSumsQuery({ table, columns: all }, context, { missing: "complete" }) : undefined,
    sample: methods.includes("kendall") ? sampleQuery({ table, columns, cap: SAMPLE }, context) : undefined,
  };
}
