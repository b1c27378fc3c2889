import { type CrossRow, crossMoments, rowsOf } from "../../models/lab/cross-sums-query.ts";
import { type SampleRow, sampleValues } from "../../models/lab/sample-query.ts";
import { crossProductsOfMoments } from "../../stats/multivariate/cross-products.ts";
import { principalComponents } from "../../stats/multivariate/principal-components.ts";
import { type ComputeContext, type Computed, undeterminedBecause } from "../analysis.ts";
import { biplot, componentLines, explainedByColumn, keptFor, type PcaResult } from "./components.ts";
import type { PcaParams } from "./params.ts";
import { pcaRequest } from "./query.ts";

interface PcaRows {
  readonly sums: readonly CrossRow[];
  readonly sample: readonly SampleRow[];
}

/** Kept components explain at least this share unless another number is asked for. */
const ENOUGH = 0.8;

export function computePca(rows: PcaRows, params: PcaParams, context: ComputeContext): Computed<PcaResult> {
  const { table, columns } = pcaRequest(params, context);
  const names = columns.map(({ name }) => name);
  if (names.length < 2)
    return undeterminedBecause("principal components take two columns of numbers; the table has fewer");
  const [row] = rows.sums;
  if (row === undefined || rowsOf(row) === 0) return undeterminedBecause("there are no rows");
  const sums = crossProductsOfMoments(crossMoments(row, names));
  const fit = principalComponents(sums, { on: params.on });
  if (fit.status !== "ok") return undeterminedBecause(fit.reason);
  const lines = componentLines(fit, sums.n);
  const kept = Math.min(params.keep ?? keptFor(lines, ENOUGH), lines.length);
  const sample = names.map((name, i) => ({ name, values: sampleValues(rows.sample, i) }));
  return {
    status: "ok",
    warnings: fit.warnings,
    result: {
      table: table.asked,
      columns: names,
      on: params.on,
      n: sums.n,
      rows: rowsOf(row),
      lines,
      kept,
      explained: explainedByColumn(lines, kept),
      ...biplot(fit, sample),
    },
  };
}
