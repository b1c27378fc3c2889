import { AppError } from "../../core/errors.ts";
import { fromPlain, type PlainNumbers, stateOf, toPlain } from "../fitted-state.ts";
import type { Diagnostics, FittedForecaster, Forecast, Parameter, PredictOptions } from "../forecaster.ts";
import { symmetricIntervals } from "../prediction-interval.ts";
import { constantColumn, withConstant } from "./constant-term.ts";
import { criteriaOf } from "./criteria.ts";
import { type ArmaLags, armaLags, differenced, differenceLags } from "./lag-polynomial.ts";
import { armaNames, armaParameters, lostToDifferences, orderName, type SarimaOrder } from "./order.ts";
import { countPresent, firstPresent } from "./problem.ts";
import { type Regressor, withoutRegression } from "./regression.ts";
import { type ArimaProcess, filterSeries, forecastStates, type StateEstimate, withLastValues } from "./state-filter.ts";

/** All that a fitted model is made from. */
export interface SarimaxParts {
  readonly order: SarimaOrder;
  readonly constant: "mean" | "drift" | null;
  /** From the first value present on; NaN where missing. */
  readonly values: Float64Array;
  /** Without the constant. */
  readonly regressors: readonly Regressor[];
  /** ARMA parameters in their groups, then the constant, then the regressors'. */
  readonly coefficients: Float64Array;
  /** Of `coefficients`; null where there are none. */
  readonly errors: readonly (number | null)[];
  /** Null where the coefficients are no estimates. */
  readonly logLik: number | null;
  /** Missing values before the first one present. */
  readonly leading: number;
}

/** A fitted SARIMAX model: a regression whose errors are an ARIMA process. */
export class FittedSarimax implements FittedForecaster {
  readonly method: string;
  readonly fitted: Float64Array;
  readonly diagnostics: Diagnostics;
  /** One-step errors, each brought to the variance of an innovation (R's residuals); NaN where there is none. */
  readonly residuals: Float64Array;
  readonly order: SarimaOrder;
  readonly #parts: SarimaxParts;
  readonly #arima: ArimaProcess;
  readonly #last: StateEstimate;
  /** The level that the state counts from. */
  readonly #origin: number;
  readonly #sigma2: number;

  /** Null where the coefficients are of no stationary process. */
  static of(parts: SarimaxParts): FittedSarimax | null {
    const lags = armaLags(parts.coefficients, parts.order);
    const arima = { ...lags, delta: differenceLags(parts.order) };
    const known = knownStates(parts, arima);
    return known === null ? null : new FittedSarimax(parts, arima, known);
  }

  private constructor(parts: SarimaxParts, arima: ArimaProcess, known: KnownStates) {
    const { order, constant, coefficients, logLik } = parts;
    this.#parts = parts;
    this.#arima = arima;
    this.#last = known.last;
    this.#origin = known.origin;
    this.order = order;
    this.method = methodName(parts);
    const absent = new Float64Array(parts.leading).fill(Number.NaN);
    this.residuals = Float64Array.from([...absent, ...known.residuals]);
    this.fitted = Float64Array.from([...absent, ...parts.values.map((v, t) => v - (known.errors[t] as number))]);
    const used = countPresent(parts.values) - lostToDifferences(order);
    this.#sigma2 = known.squares / Math.max(1, used - coefficients.length);
    const names = [
      ...armaNames(order),
      ...(constant === null ? [] : [constant]),
      ...parts.regressors.map((r) => r.name),
    ];
    const criteria = logLik === null ? null : criteriaOf(-2 * logLik, coefficients.length + 1, used);
    this.diagnostics = {
      parameters: names.map(
        (name, i): Parameter => ({ name, value: coefficients[i] as number, se: parts.errors[i] ?? null }),
      ),
      logLik,
      aic: criteria?.aic ?? null,
      aicc: criteria?.aicc ?? null,
      bic: criteria?.bic ?? null,
      sigma2: this.#sigma2,
    };
  }

  /**
   * Intervals are those of normal innovations and known coefficients. Components: the mean or drift, each regressor, and
   * `arima`, the errors' own course.
   * @throws AppError USAGE where the steps, a level or a regressor's future values are not as they must be
   */
  predict(steps: number, { levels, regressors = {} }: PredictOptions = {}): Forecast {
    requireSteps(steps);
    const { means, variances } = forecastStates(this.#arima, this.#last, steps);
    const arima = means.map((value) => value + this.#origin);
    const components: Record<string, Float64Array> = {};
    const slopes = this.#parts.coefficients.subarray(armaParameters(this.order));
    this.#future(steps, regressors).forEach(({ name, values }, j) => {
      components[name] = values.map((value) => value * (slopes[j] as number));
    });
    components["arima"] = arima;
    const mean = arima.map((_, h) => Object.values(components).reduce((sum, part) => sum + (part[h] as number), 0));
    const intervals = symmetricIntervals(
      { mean, se: variances.map((value) => Math.sqrt(value * this.#sigma2)) },
      levels,
    );
    return { mean, intervals, components };
  }

  #future(steps: number, given: Readonly<Record<string, Float64Array>>): readonly Regressor[] {
    const { constant, values, regressors } = this.#parts;
    const columns = regressors.map(({ name }): Regressor => {
      const column = given[name];
      if (column?.length !== steps || !column.every(Number.isFinite)) {
        throw new AppError("USAGE", `regressor ${name} needs ${steps} future values, all of them numbers`, {
          hint: "give the values of every regressor the model was fitted with, one per forecast step",
        });
      }
      return { name, values: column };
    });
    return constant === null ? columns : [constantColumn(constant, steps, values.length), ...columns];
  }

  toJson(): StoredSarimax {
    const { values, regressors, coefficients, ...plain } = this.#parts;
    return {
      model: "sarimax",
      ...plain,
      values: toPlain(values),
      regressors: regressors.map((column) => ({ name: column.name, values: toPlain(column.values) })),
      coefficients: toPlain(coefficients),
    };
  }
}

/** A model of its `toJson`: its states are filtered anew. @throws AppError USAGE where it is of another model */
export function sarimaxFromJson(json: unknown): FittedSarimax {
  const { model: _, values, regressors, coefficients, ...plain } = stateOf<StoredSarimax>(json, "sarimax");
  const fitted = FittedSarimax.of({
    ...plain,
    values: fromPlain(values),
    regressors: regressors.map((column) => ({ name: column.name, values: fromPlain(column.values) })),
    coefficients: fromPlain(coefficients),
  });
  if (fitted !== null) return fitted;
  throw new AppError("USAGE", "the coefficients of the stored model are of no stationary process", {
    hint: "pass what toJson returned, unchanged",
  });
}

/** The parts as plain data. */
interface StoredSarimax extends Omit<SarimaxParts, "values" | "regressors" | "coefficients"> {
  readonly model: "sarimax";
  readonly values: PlainNumbers;
  readonly regressors: readonly { readonly name: string; readonly values: PlainNumbers }[];
  readonly coefficients: PlainNumbers;
}

interface KnownStates {
  /** One-step errors in the unit of the series. */
  readonly errors: Float64Array;
  readonly residuals: Float64Array;
  readonly squares: number;
  readonly last: StateEstimate;
  readonly origin: number;
}

/** Differences of a complete series are filtered; a series with gaps is filtered as it is, counted from its first value. */
function knownStates(parts: SarimaxParts, arima: ArimaProcess): KnownStates | null {
  const { values, order, coefficients } = parts;
  const columns = withConstant(parts.regressors, parts.constant, values.length).map((column) => column.values);
  const series = withoutRegression(values, columns, coefficients.subarray(armaParameters(order)));
  const { delta } = arima;
  const complete = !values.some(Number.isNaN);
  const origin = complete || delta.length === 0 ? 0 : firstPresent(series);
  const counted = series.map((value) => value - origin);
  const plain: ArmaLags & { delta: Float64Array } = { ...arima, delta: new Float64Array(0) };
  const run = complete ? filterSeries(plain, differenced(counted, delta)) : filterSeries(arima, counted);
  if (run === null) return null;
  const lost = complete ? delta.length : 0;
  const errors = Float64Array.from([...new Float64Array(lost).fill(Number.NaN), ...run.errors]);
  const residuals = errors.map((error, t) => error / Math.sqrt(run.variances[t - lost] ?? 1));
  const last = complete ? withLastValues(run, counted, delta) : run;
  return { errors, residuals, squares: run.squares, last, origin };
}

/** As R's forecast writes it. */
function methodName({ order, constant, regressors }: SarimaxParts): string {
  const name = orderName(order);
  if (regressors.length > 0) return `Regression with ${name} errors`;
  if (constant === "drift") return `${name} with drift`;
  if (constant === "mean") return `${name} with non-zero mean`;
  return order.d + order.seasonalD === 0 ? `${name} with zero mean` : name;
}

function requireSteps(steps: number): void {
  if (Number.isInteger(steps) && steps >= 1) return;
  throw new AppError("USAGE", `a forecast has a whole number of steps from 1 on, got ${steps}`, {
    hint: "give the number of steps to forecast",
  });
}
