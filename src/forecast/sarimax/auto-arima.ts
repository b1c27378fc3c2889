import { type Inferred, undetermined } from "../../stats/inference.ts";
import type { Forecaster } from "../forecaster.ts";
import { constantName, withConstant } from "./constant-term.ts";
import { type Criterion, criteriaOf } from "./criteria.ts";
import { type DifferenceTests, isConstant, USUAL_TESTS } from "./difference-orders.ts";
import { type Estimate, leastSquaresEstimate, likelihoodEstimate } from "./estimate.ts";
import { FittedSarimax } from "./fitted-sarimax.ts";
import { differenced, differenceLags } from "./lag-polynomial.ts";
import { lostToDifferences, orderName, type SarimaOrder } from "./order.ts";
import { leastSquares, withoutRegression } from "./regression.ts";
import { approximationWarnings, fittedAnswer, fittedOrders, type History, historyOf, INFINITE } from "./sarimax.ts";
import { rootsBeyond } from "./stationarity.ts";
import { type Candidate, type Score, type SearchLimits, stepwiseSearch } from "./stepwise.ts";

const METHOD = "automatic ARIMA";
/** Steps times squared period above which models of a series with gaps take long to estimate exactly. */
const GAPS_LIMIT = 3000;
const REFUSED: Score = { criterion: Number.POSITIVE_INFINITY, sound: () => false };

export interface AutoArimaOptions {
  /** Steps of a season; by default the series' shortest period. */
  readonly period?: number;
  readonly regressors?: Readonly<Record<string, Float64Array>>;
  readonly criterion?: Criterion;
  /** Largest orders and number of models; by default 5, 5, 2, 2 and 94. Without `constant` no mean or drift is tried. */
  readonly limits?: Partial<SearchLimits>;
  /** Search by conditional sums of squares; by default for more than 150 values, periods over 12, or seasons with gaps. */
  readonly approximation?: boolean;
  /** How the differences are chosen; by default as R does: KPSS tests and the strength of the season. */
  readonly choose?: DifferenceTests;
}

/**
 * ARIMA orders by the stepwise search of Hyndman and Khandakar (2008), with the rules of R's `auto.arima`: differences by
 * tests, then the least corrected AIC; models near a unit root are refused. The chosen model is fitted by its likelihood.
 */
export function autoArima(options: AutoArimaOptions = {}): Forecaster {
  return {
    id: "auto-arima",
    fit(series) {
      const history = historyOf(series, options.regressors);
      if (history === null) return undetermined(METHOD, series.values.length, INFINITE);
      if (history.present < 2) return undetermined(METHOD, history.present, "a series needs two values");
      const period = Math.max(1, Math.round(options.period ?? series.periods[0] ?? 1));
      return new Search(history, period, options).answer();
    },
  };
}

class Search {
  readonly #history: History;
  readonly #period: number;
  readonly #options: AutoArimaOptions;
  readonly #criterion: Criterion;

  constructor(history: History, period: number, options: AutoArimaOptions) {
    this.#history = history;
    this.#period = period;
    this.#options = options;
    this.#criterion = history.present <= 3 ? "aic" : (options.criterion ?? "aicc");
  }

  answer(): Inferred<{ readonly model: FittedSarimax }> {
    const { values, regressors, present } = this.#history;
    if (isConstant(values)) return this.#known(this.#orderOf(0, 0), "mean", meanOf(values));
    const rest = withoutMeans(this.#history);
    if (rest === null) return undetermined(METHOD, present, "the regressors explain each other or the whole series");
    const [d, seasonalD] = this.#differences(rest);
    const order = this.#orderOf(d, seasonalD);
    const dx = differenced(rest, differenceLags(order));
    if (isConstant(dx) && regressors.length === 0) {
      return this.#known(order, constantName(order), meanOf(dx) / (seasonalD > 0 ? this.#period : 1));
    }
    return this.#searched(order);
  }

  #orderOf(d: number, seasonalD: number): SarimaOrder {
    return { p: 0, d, q: 0, seasonalP: 0, seasonalD, seasonalQ: 0, period: this.#period };
  }

  #differences(rest: Float64Array): readonly [d: number, seasonalD: number] {
    const { choose = USUAL_TESTS } = this.#options;
    const period = this.#period;
    const columns = this.#history.regressors.map((column) => column.values).filter((column) => !isConstant(column));
    const usable = (d: number, seasonalD: number) => {
      const lags = differenceLags({ d, seasonalD, period });
      const left = differenced(rest, lags);
      return left.some((v) => !Number.isNaN(v)) && columns.every((column) => !isConstant(differenced(column, lags)));
    };
    const wanted = period === 1 || rest.length <= 2 * period ? 0 : choose.seasonalDifferences(rest, period);
    const seasonalD = wanted > 0 && !usable(0, wanted) ? wanted - 1 : wanted;
    const d = choose.differences(differenced(rest, differenceLags({ d: 0, seasonalD, period })));
    return [d > 0 && !usable(d, seasonalD) ? d - 1 : d, seasonalD];
  }

  #searched(differences: SarimaOrder): Inferred<{ readonly model: FittedSarimax }> {
    const { values, present } = this.#history;
    const gaps = values.some(Number.isNaN) && values.length * this.#period ** 2 > GAPS_LIMIT;
    const approximate = this.#options.approximation ?? (values.length > 150 || this.#period > 12 || gaps);
    const tried = stepwiseSearch(
      (candidate) => this.#score(differences, candidate, approximate) ?? REFUSED,
      this.#limits(differences),
      values.length < 10,
    );
    const ranked = tried
      .filter(({ criterion }) => Number.isFinite(criterion))
      .sort((a, b) => a.criterion - b.criterion);
    for (const { candidate, sound } of ranked) {
      const scored = sound() ? this.#score(differences, candidate, false) : null;
      if (!scored?.sound()) continue;
      const model = fittedOrders(this.#history, scored.estimate, modelOf(differences, candidate));
      if (model !== null) return fittedAnswer(model, present, approximationWarnings(scored.estimate));
    }
    const name = orderName(differences);
    return undetermined(METHOD, present, `no model around ${name} can be estimated away from unit roots`);
  }

  #limits({ d, seasonalD }: SarimaOrder): SearchLimits {
    const { limits = {} } = this.#options;
    const { present } = this.#history;
    const period = this.#period;
    const most = (asked: number, steps: number) => Math.min(asked, Math.floor(present / 3 / steps));
    const seasonalP = period === 1 ? 0 : most(limits.seasonalP ?? 2, period);
    const seasonalQ = period === 1 ? 0 : most(limits.seasonalQ ?? 2, period);
    const p = most(limits.p ?? 5, 1);
    const q = most(limits.q ?? 5, 1);
    return {
      // a lag is that of the plain or of the seasonal part, not of both
      p: seasonalP > 0 ? Math.min(p, period - 1) : p,
      q: seasonalQ > 0 ? Math.min(q, period - 1) : q,
      seasonalP,
      seasonalQ,
      constant: (limits.constant ?? true) && d + seasonalD < 2,
      models: limits.models ?? 94,
    };
  }

  /** Null for a model that cannot be estimated or is near a unit root. */
  #score(
    differences: SarimaOrder,
    candidate: Candidate,
    approximate: boolean,
  ): (Score & { readonly estimate: Estimate }) | null {
    const { values, regressors, present } = this.#history;
    const { order, constant } = modelOf(differences, candidate);
    const data = { values, regressors: withConstant(regressors, constant, values.length) };
    const estimate = approximate ? leastSquaresEstimate(data, order) : likelihoodEstimate(data, order);
    if (estimate === null || nearUnitRoot(estimate.coefficients, order)) return null;
    const used = present - lostToDifferences(order);
    const deviance = estimate.logLik === null ? used * Math.log(estimate.variance) : -2 * estimate.logLik;
    const criterion = criteriaOf(deviance, estimate.coefficients.length + 1, used)[this.#criterion];
    if (criterion === null || !Number.isFinite(criterion)) return null;
    const sound = () => {
      const variances = estimate.covariance()?.diagonal();
      return variances?.every((variance) => variance >= 0) === true;
    };
    return { estimate, criterion, sound };
  }

  /** A series that differences alone explain: its mean or drift is known. */
  #known(
    order: SarimaOrder,
    constant: "mean" | "drift" | null,
    value: number,
  ): Inferred<{ readonly model: FittedSarimax }> {
    const { values, leading, present } = this.#history;
    const coefficients = constant === null ? [] : [value];
    const model = FittedSarimax.of({
      order,
      constant,
      values,
      regressors: [],
      leading,
      coefficients: Float64Array.from(coefficients),
      errors: coefficients.map(() => null),
      logLik: null,
    });
    if (model === null) return undetermined(METHOD, present, "the differenced values never change");
    return fittedAnswer(model, present, ["the series follows its course without any error: intervals have no width"]);
  }
}

function modelOf(
  differences: SarimaOrder,
  { constant, ...orders }: Candidate,
): { readonly order: SarimaOrder; readonly constant: "mean" | "drift" | null } {
  const order = { ...differences, ...orders };
  return { order, constant: constant ? constantName(order) : null };
}

/** The series without what its regressors explain; null where they explain each other or all of it. */
function withoutMeans({ values, regressors }: History): Float64Array | null {
  const columns = regressors.map((column) => column.values).filter((column) => !isConstant(column));
  if (columns.length === 0) return values;
  const all = [new Float64Array(values.length).fill(1), ...columns];
  const least = leastSquares(values, all);
  return least === null ? null : withoutRegression(values, all, least.coefficients);
}

/** Whether a root of an autoregression or moving average lies within 1.01 of the origin. */
function nearUnitRoot(coefficients: Float64Array, { p, q, seasonalP, seasonalQ, period }: SarimaOrder): boolean {
  const seasonalAt = p + q;
  const radius = 1.01 ** period;
  const turned = coefficients.map((value) => -value);
  const seasonalMiddle = seasonalAt + seasonalP;
  return !(
    rootsBeyond(coefficients.subarray(0, p), 1.01) &&
    rootsBeyond(turned.subarray(p, seasonalAt), 1.01) &&
    rootsBeyond(coefficients.subarray(seasonalAt, seasonalMiddle), radius) &&
    rootsBeyond(turned.subarray(seasonalMiddle, seasonalMiddle + seasonalQ), radius)
  );
}

function meanOf(values: Float64Array): number {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.reduce((sum, value) => sum + value, 0) / present.length;
}
