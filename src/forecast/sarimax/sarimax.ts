import { AppError } from "../../core/errors.ts";
import { type Inferred, undetermined } from "../../stats/inference.ts";
import type { FittedForecaster, Forecaster, Series } from "../forecaster.ts";
import { constantName, withConstant } from "./constant-term.ts";
import { isConstant } from "./difference-orders.ts";
import { type Estimate, likelihoodEstimate } from "./estimate.ts";
import { FittedSarimax } from "./fitted-sarimax.ts";
import { armaParameters, lostToDifferences, orderName, type SarimaOrder } from "./order.ts";
import { countPresent } from "./problem.ts";
import type { Regressor } from "./regression.ts";

export interface SarimaxOptions {
  /** p, d, q. */
  readonly order: readonly [p: number, d: number, q: number];
  /** P, D, Q. */
  readonly seasonal?: readonly [p: number, d: number, q: number];
  /** Steps of a season; by default the series' shortest period. */
  readonly period?: number;
  /** A mean without differences, a drift with one. By default a mean is fitted and a drift is not, as in R. */
  readonly constant?: boolean;
  /** Columns whose effect is fitted along, by name: one value per value of the series, none missing. */
  readonly regressors?: Readonly<Record<string, Float64Array>>;
}

/** A seasonal ARIMA model of fixed orders with regressors, by exact Gaussian likelihood; missing values are allowed. */
export function sarimax(options: SarimaxOptions): Forecaster {
  const [p, d, q] = options.order;
  const [seasonalP, seasonalD, seasonalQ] = options.seasonal ?? [0, 0, 0];
  return {
    id: "sarimax",
    fit(series) {
      const period = options.period ?? series.periods[0] ?? 1;
      const order: SarimaOrder = { p, d, q, seasonalP, seasonalD, seasonalQ, period };
      requireOrders(order);
      const history = historyOf(series, options.regressors);
      const method = orderName(order);
      if (history === null) return undetermined(method, series.values.length, INFINITE);
      if (period < 2 && seasonalP + seasonalD + seasonalQ > 0) {
        return undetermined(method, history.present, "the series has no season for the seasonal orders");
      }
      const constant = (options.constant ?? d + seasonalD === 0) ? constantName(order) : null;
      return fitOrders(history, order, constant);
    },
  };
}

export const INFINITE = "a value is infinite";

/** A series from its first value on, and the regressors beside it. */
export interface History {
  readonly values: Float64Array;
  readonly regressors: readonly Regressor[];
  /** Missing values cut off at the start. */
  readonly leading: number;
  readonly present: number;
}

/** Null where a value is infinite. @throws AppError USAGE where a regressor does not fit the series */
export function historyOf(series: Series, regressors: Readonly<Record<string, Float64Array>> = {}): History | null {
  const { values } = series;
  if (values.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)) return null;
  for (const [name, column] of Object.entries(regressors)) {
    if (column.length === values.length && column.every(Number.isFinite)) continue;
    throw new AppError("USAGE", `regressor ${name} needs one number for each of the ${values.length} values`, {
      hint: "fill the regressor's gaps and cut it to the length of the series",
    });
  }
  const first = values.findIndex((value) => !Number.isNaN(value));
  const leading = first < 0 ? values.length : first;
  return {
    values: values.slice(leading),
    regressors: Object.entries(regressors).map(([name, column]) => ({ name, values: column.slice(leading) })),
    leading,
    present: countPresent(values),
  };
}

function fitOrders(
  history: History,
  order: SarimaOrder,
  constant: "mean" | "drift" | null,
): Inferred<{ readonly model: FittedSarimax }> {
  const { values, present } = history;
  const method = orderName(order);
  const regressors = withConstant(history.regressors, constant, values.length);
  const count = armaParameters(order) + regressors.length + 1;
  if (present - lostToDifferences(order) <= count) {
    return undetermined(method, present, `too few values are left after differencing for ${count} parameters`);
  }
  if (isConstant(values)) return undetermined(method, present, "the values never change");
  const estimate = likelihoodEstimate({ values, regressors }, order, { restart: true });
  const model = estimate === null ? null : fittedOrders(history, estimate, { order, constant });
  if (model === null) {
    return undetermined(method, present, "no coefficients: the values follow the model exactly or regressors coincide");
  }
  const weak = model.diagnostics.parameters.filter(({ se }) => se === null).map(({ name }) => name);
  const unsure =
    weak.length === 0 ? [] : [`no standard error for ${weak.join(", ")}: there may be too many parameters`];
  return fittedAnswer(model, present, [...unsure, ...approximationWarnings(estimate)]);
}

/** What is doubtful about coefficients that were not found by the exact likelihood; nothing without an estimate. */
export function approximationWarnings(estimate: Estimate | null): readonly string[] {
  if (estimate === null || !estimate.approximate) return [];
  return ["a long series with gaps: coefficients by conditional squares, the likelihood is exact"];
}

/** The model of an estimate; null where it is not stationary. */
export function fittedOrders(
  { values, regressors, leading }: History,
  { coefficients, covariance, logLik }: Estimate,
  { order, constant }: { readonly order: SarimaOrder; readonly constant: "mean" | "drift" | null },
): FittedSarimax | null {
  const variances = covariance()?.diagonal();
  const errors = Array.from(coefficients, (_, i) => {
    const variance = variances?.[i] ?? Number.NaN;
    return variance >= 0 ? Math.sqrt(variance) : null;
  });
  return FittedSarimax.of({ order, constant, values, regressors, leading, coefficients, errors, logLik });
}

/** The shape in which every model of the family is handed out. */
export function fittedAnswer<Model extends FittedForecaster>(
  model: Model,
  present: number,
  warnings: readonly string[],
): Inferred<{ readonly model: Model }> {
  return {
    status: "ok",
    method: model.method,
    n: present,
    assumptions: [
      "one-step errors are independent and normal with one variance",
      "what drove the series goes on as it was",
      "intervals take the coefficients as known",
    ],
    warnings,
    model,
  };
}

function requireOrders(order: SarimaOrder): void {
  const wrong = Object.entries(order).find(([, value]) => !Number.isInteger(value) || value < 0);
  if (wrong !== undefined) {
    throw new AppError("USAGE", `${wrong[0]} of an ARIMA model is a whole number from 0 on, got ${wrong[1]}`, {
      hint: "give orders such as 1, 1, 1",
    });
  }
}
