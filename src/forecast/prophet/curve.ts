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

/** A normal prior of a function of the first two parameters: its value over its scale, and the derivatives. */
export interface RatioPrior {
  readonly value: number;
  readonly byRate: number;
  readonly byHeight: number;
}

/**
 * The model's curve as a function of its parameters: rate (not of flat growth), height of the line at time 0, one
 * coefficient per feature, then the changes of rate, which alone have a Laplace prior. The height of logistic growth is
 * -rate * offset: a straight path where rate and offset themselves have a curved one.
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
    this.precision.fill(TREND_PRIOR_SCALE ** -2, 0, growth === "logistic" ? 1 : this.#trendSize);
    features.forEach(({ priorScale }, j) => {
      this.precision[this.#trendSize + j] = priorScale ** -2;
    });
  }

  /** Whether it is linear in its parameters, so that one Jacobian serves all. */
  get isLinear(): boolean {
    return this.data.growth !== "logistic" && !this.#multiplicative;
  }

  /** The prior of the offset of logistic growth, null for others: it is normal, and so not quadratic in the height. */
  offsetPrior(parameters: Float64Array): RatioPrior | null {
    if (this.data.growth !== "logistic") return null;
    const [rate, height] = [parameters[0] as number, parameters[1] as number];
    const scaled = TREND_PRIOR_SCALE * rate;
    return { value: -height / scaled, byRate: height / (scaled * rate), byHeight: -1 / scaled };
  }

  partsOf(parameters: Float64Array) {
    const [first, second] = [parameters[0] as number, parameters[1] as number];
    const offsets = { flat: first, linear: second, logistic: -second / first };
    return {
      rate: this.data.growth === "flat" ? 0 : first,
      offset: offsets[this.data.growth],
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
    const { growth, t, features, changepoints } = this.data;
    const result = new Matrix(t.length, this.size);
    const { trend, factor } = this.#pieces(parameters);
    const slope = factor.map((value, i) => value * this.#linkSlope(trend[i] as number, i));
    if (growth !== "flat") result.column(0).set(slope.map((value, i) => value * (t[i] as number)));
    result.column(this.#trendSize - 1).set(slope);
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
