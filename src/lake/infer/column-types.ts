import type { Warehouse } from "../../warehouse/port.ts";
import { decideType, type TypeDecision } from "./column-decision.ts";
import { type ColumnStatistics, columnStatistics } from "./column-statistics.ts";

/** One column of a sample with the type that keeps every digit of it. */
export interface InferredColumn extends TypeDecision {
  readonly name: string;
  /** Share of sample rows without a value, null markers included; 0..1, 1 for an empty sample. */
  readonly nullShare: number;
  /** Distinct values in the sample, null markers not counted. */
  readonly distinct: number;
}

function inferredColumn(statistics: ColumnStatistics): InferredColumn {
  const decision = decideType(statistics);
  const { counts, rows, markers, distinct, name } = statistics;
  const nulls = new Set(decision.nulls ?? []);
  const marked = markers.filter(({ text }) => nulls.has(text));
  const values = Object.values(counts).reduce((a, b) => a + b, 0) - marked.reduce((sum, { n }) => sum + n, 0);
  return { ...decision, name, nullShare: rows === 0 ? 1 : (rows - values) / rows, distinct: distinct - marked.length };
}

/**
 * The type of each column of a relation whose columns are all text, decided by rules of our own from one scan:
 * an engine's sniffer turns ids beyond 2^63 into doubles and drops leading zeros. A sample can lie: a value that does
 * not fit later is quarantined with the override to write.
 */
export async function inferColumns(
  warehouse: Warehouse,
  relation: string,
  names: readonly string[],
): Promise<readonly InferredColumn[]> {
  return names.length === 0 ? [] : (await columnStatistics(warehouse, relation, names)).map(inferredColumn);
}
