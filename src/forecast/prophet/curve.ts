import { addScaled, Matrix } from "../../stats/linear-algebra/matrix.ts";
import type { Feature } from "./features.ts";
import type { Growth } from "./options.ts";
import { lineAt, trendOfLine } from "./trend.ts";

/** Observed steps on the model's scales. */
export interface CurveData {
  readonly growth: Growth;
  readonly t: Float64Array;
  /** Caps above the floor; read by logistic growth only. */
  readonly cap: Float64Array;
  readonly changepoints: readonly number[];
  readonly features: readonly Feature[];
}

/** Scale of the normal prior of rate and offset. */
const TREND_PRIOR_SCALE = 5;

/**
 * The model's curve as a function of its parameters: rate (not of flat growth), offset, one coefficient per feature,
 * then the changes of rate, which alone have a Laplace prior.
 */
export class Curve {
  readonly data: CurveData;
  /** Parameters before the changes of rate. */
  readonly smooth: number;
  readonly size: number;
  /** Prior precision of each parameter; 0 for the changes of rate. */
  readonly precision: Float64Array;
  readonly #trendSize: number;
  readonly #multiplicative: boolean;

  constructor(data: CurveData) {
    const { growth, features, changepoints } = data;
    this.data = data;
    this.#trendSize = growth === "flat" ? 1 : 2;
    this.#multiplicative = features.some(({ mode }) => mode === "multiplicative");
    this.smooth = this.#trendSize + features.length;
    this.size = this.smooth + changepoints.length;
    this.precision = new Float64Array(this.size);
    this.precision.fill(TREND_PRIOR_SCALE ** -2, 0, this.#trendSize);
    features.forEach(({ priorScale }, j) => {
      this.precision[this.#trendSize + j] = priorScale ** -2;
    });
  }

  /** Whether it is linear in its parameters, so that one Jacobian serves all. */
  get isLinear(): boolean {
    return this.data.growth !== "logistic" && !this.#multiplicative;
  }

  partsOf(parameters: Float64Array) {
    const [first, second] = [parameters[0] as number, parameters[1] as number];
    return {
      rate: this.#trendSize === 1 ? 0 : first,
      offset: this.#trendSize === 1 ? first : second,
      coefficients: parameters.slice(this.#trendSize, this.smooth),
      changes: parameters.slice(this.smooth),
    };
  }

  values(parameters: Float64Array): Float64Array {
    const { trend, factor, added } = this.#pieces(parameters);
    return trend.map((value, i) => value * (factor[i] as number) + (added[i] as number));
  }

  /** Derivatives of each value by each parameter. */
  jacobian(parameters: Float64Array): Matrix {
    const { t, features, changepoints } = this.data;
    const result = new Matrix(t.length, this.size);
    const { trend, factor } = this.#pieces(parameters);
    const slope = factor.map((value, i) => value * this.#linkSlope(trend[i] as number, i));
    const { rate, offset } = this.partsOf(parameters);
    this.#trendColumns(result, { rate, offset, slope });
    features.forEach(({ mode, values }, j) => {
      const column = result.column(this.#trendSize + j);
      column.set(mode === "additive" ? values : values.map((value, i) => value * (trend[i] as number)));
    });
    changepoints.forEach((place, j) => {
      const column = result.column(this.smooth + j);
      for (let i = 0; i < t.length; i++) column[i] = Math.max(0, (t[i] as number) - place) * (slope[i] as number);
    });
    return result;
  }

  #trendColumns(
    result: Matrix,
    { rate, offset, slope }: { readonly rate: number; readonly offset: number; readonly slope: Float64Array },
  ): void {
    const { growth, t } = this.data;
    if (growth === "flat") return result.column(0).set(slope);
    const isLogistic = growth === "logistic";
    result.column(0).set(slope.map((value, i) => value * ((t[i] as number) - (isLogistic ? offset : 0))));
    result.column(1).set(isLogistic ? slope.map((value) => -rate * value) : slope);
  }

  /** Derivative of the trend by its line. */
  #linkSlope(trend: number, i: number): number {
    return this.data.growth === "logistic" ? trend * (1 - trend / (this.data.cap[i] as number)) : 1;
  }

  #pieces(parameters: Float64Array) {
    const { growth, t, cap, changepoints, features } = this.data;
    const { rate, offset, coefficients, changes } = this.partsOf(parameters);
    const shape = { growth, rate, offset, changepoints, changes };
    const trend = t.map((time, i) => trendOfLine(growth, lineAt(shape, time), cap[i] as number));
    const factor = new Float64Array(t.length).fill(1);
    const added = new Float64Array(t.length);
    features.forEach(({ mode, values }, j) => {
      addScaled(mode === "additive" ? added : factor, values, coefficients[j] as number);
    });
    return { trend, factor, added };
  }
}
