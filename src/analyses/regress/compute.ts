import type { CompleteRow } from "../../models/lab/complete-rows-query.ts";
import type { CrossRow } from "../../models/lab/cross-sums-query.ts";
import { modelValues } from "../../models/lab/model-columns.ts";
import { type SampleRow, sampleNote, sampleValues } from "../../models/lab/sample-query.ts";
import { type CrossProducts, crossProducts } from "../../stats/multivariate/cross-products.ts";
import { crossProductsOf, varianceInflation } from "../../stats/multivariate/variance-inflation.ts";
import { type MixedPredictors, mixedPredictors } from "../../stats/regression/mixed-predictors.ts";
import { type ComputeContext, type Computed, undeterminedBecause } from "../analysis.ts";
import { type AllRows, allRows } from "./all-rows.ts";
import { type Fitted, fitGeneral, fitLinear, type SampledRows } from "./fits.ts";
import type { RegressParams } from "./params.ts";
import { regressRequest } from "./query.ts";
import type { RegressResult } from "./regressed.ts";
import { residualViews } from "./residuals.ts";

interface RegressRows {
  readonly counts: readonly CompleteRow[];
  readonly sums: readonly CrossRow[];
  readonly cells: readonly CrossRow[];
  readonly sample: readonly SampleRow[];
}

/** Coefficients of a model that a person reads. */
const MOST_PREDICTORS = 60;

export function computeRegress(
  rows: RegressRows,
  params: RegressParams,
  context: ComputeContext,
): Computed<RegressResult> {
  const request = regressRequest(params, context);
  const [counts] = rows.counts;
  if (counts === undefined || counts.complete === 0)
    return undeterminedBecause("no row has a value in all of the columns");
  const all = allRows(rows, request);
  const { predictors, categories, constant } = mixedPredictors(
    modelValues(rows.sample, request.columns, 1),
    all?.categories,
  );
  if (predictors.length === 0)
    return undeterminedBecause(
      `${constant.join(", ")}: nothing varies there that could explain ${request.response.name}`,
    );
  if (predictors.length > MOST_PREDICTORS)
    return undeterminedBecause(
      `the columns make ${predictors.length} coefficients, more than ${MOST_PREDICTORS}: leave out those with many values`,
    );
  const response = sampleValues(rows.sample, 0);
  const sampled: SampledRows = { response, predictors };
  const wrong = wrongResponse(response, params);
  if (wrong !== null) return undeterminedBecause(wrong);
  const sums = sumsOf(all, { sampled, y: request.response.name });
  const fit = fitted(sampled, sums, { params, y: request.response.name });
  if ("undetermined" in fit) return undeterminedBecause(fit.undetermined);
  const inflation = varianceInflation(
    crossProductsOf(
      sums,
      predictors.map(({ name }) => name).filter((name) => !fit.aliased.includes(name)),
    ),
  );
  const used = sampled.predictors.filter(({ name }) => !fit.aliased.includes(name));
  const note = sampleNote(rows.sample.length, counts.complete, context.seed);
  const part = all !== null ? "residuals and robust errors are" : "coefficients are";
  return {
    status: "ok",
    warnings: [
      ...fit.warnings,
      ...(constant.length === 0 ? [] : [`left out, as they do not vary: ${constant.join(", ")}`]),
      ...(note === null ? [] : [`${part} ${note}`]),
    ],
    result: {
      table: request.table.asked,
      ...{ y: request.response.name, x: request.columns.map(({ column }) => column.name) },
      ...{ model: params.model, errors: fit.errors, level: params.level },
      ...{ n: counts.complete, rows: counts.rows, fittedRows: fit.fittedRows, sampleRows: rows.sample.length },
      success: params.model === "logistic" ? (params.success ?? "yes") : null,
      references: referencesOf(categories),
      lines: fit.lines.map((line) => {
        const at = used.findIndex(({ name }) => name === line.name);
        return { ...line, inflation: at < 0 ? null : (inflation[at] ?? null) };
      }),
      ...{ aliased: fit.aliased, explained: fit.explained, residualSd: fit.residualSd, dispersion: fit.dispersion },
      overall: fit.overall === null ? null : { statistic: fit.overall.statistic, pValue: fit.overall.pValue },
      ...residualViews(fit.points, { normalQuantiles: params.model === "ols" }),
    },
  };
}

const referencesOf = (categories: MixedPredictors["categories"]): RegressResult["references"] =>
  categories.map(({ name, levels }) => ({ column: name, level: levels[0] ?? "" }));

function wrongResponse(response: Float64Array, { model, y, success }: RegressParams): string | null {
  const [first] = response;
  if (response.every((value) => value === first))
    return model === "logistic"
      ? `every row has the same outcome of ${y}: say which value means yes (--success), now it is ${success ?? "1, true or yes"}`
      : `${y} does not vary`;
  if (model === "poisson" && !response.every((value) => value >= 0 && Number.isInteger(value)))
    return `${y} holds values that are no counts: Poisson regression takes whole numbers from 0`;
  return null;
}

interface SumsOptions {
  readonly sampled: SampledRows;
  readonly y: string;
}

/** Of all rows where the engine gives them, else of the sample. */
const sumsOf = (all: AllRows | null, { sampled, y }: SumsOptions): CrossProducts =>
  all === null
    ? crossProducts([{ name: y, values: sampled.response }, ...sampled.predictors])
    : crossProductsOf(all.sums, [y, ...sampled.predictors.map(({ name }) => name)]);

interface FitRequest {
  readonly params: RegressParams;
  readonly y: string;
}

function fitted(
  sampled: SampledRows,
  sums: CrossProducts,
  { params, y }: FitRequest,
): Fitted | { readonly undetermined: string } {
  const { model, errors, level } = params;
  return model === "ols"
    ? fitLinear(sums, sampled, { errors, level, y })
    : fitGeneral(model, sampled, { errors, level });
}
