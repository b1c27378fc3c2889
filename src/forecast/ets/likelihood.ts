import { type EtsForm, isDamped } from "./form.ts";
import type { EtsStates } from "./initial-state.ts";
import { areAllowed, type EtsLayout, type EtsParameters, layoutOf, parametersAt } from "./parameters.ts";

const NEARLY_ZERO = 1e-10;
const HUGE = 1e10;
/** Products of one-step forecasts are turned into logarithms before they leave this range. */
const PRODUCT_RANGE = 1e150;

/** What is minimised: -2 log likelihood (up to the constant R leaves out), or the mean squared error of one step. */
export type EtsObjective = "likelihood" | "mse";

/**
 * One form of exponential smoothing on one series, as a function of the vector `layout` describes. A missing value (NaN)
 * leaves the states as forecast: its error counts as 0.
 */
export class EtsLikelihood {
  readonly form: EtsForm;
  readonly layout: EtsLayout;
  /** Values that are known. */
  readonly n: number;
  private readonly values: Float64Array;
  private readonly period: number;
  private readonly objective: EtsObjective;
  private readonly season: Float64Array;
  private squares = 0;
  private logs = 0;
  private level = 0;
  private growth = 0;

  constructor(
    values: Float64Array,
    form: EtsForm,
    { period, objective = "likelihood" }: { readonly period: number; readonly objective?: EtsObjective },
  ) {
    this.values = values;
    this.form = form;
    this.period = form.season === "N" ? 1 : period;
    this.objective = objective;
    this.layout = layoutOf(form, this.period);
    this.season = new Float64Array(form.season === "N" ? 0 : this.period);
    this.n = values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
  }

  /** The objective; Infinity where the parameters or the states are not allowed. */
  evaluate(at: Float64Array): number {
    const parameters = parametersAt(at, this.layout);
    if (!areAllowed(parameters, this.layout, this.period)) return Infinity;
    this.load(at);
    if (this.form.season === "M") for (const factor of this.season) if (factor < 0) return Infinity;
    if (!this.filter(parameters)) return Infinity;
    const value = this.objective === "mse" ? this.squares / this.n : this.minusTwiceLogLikelihood();
    return Number.isNaN(value) ? Infinity : Math.max(value, -1e10);
  }

  /** States before the first value at `at`. */
  statesAt(at: Float64Array): EtsStates {
    this.load(at);
    return { level: this.level, growth: this.growth, season: this.season.slice() };
  }

  /** One-step forecasts, errors and the states after the last value; season as in `EtsStates`, by step of the series. */
  run(at: Float64Array): EtsRun {
    const fitted = new Float64Array(this.values.length).fill(Number.NaN);
    this.load(at);
    this.filter(parametersAt(at, this.layout), fitted);
    return {
      fitted,
      squares: this.squares,
      criterion: this.minusTwiceLogLikelihood(),
      last: { level: this.level, growth: this.growth, season: this.season.slice() },
    };
  }

  private minusTwiceLogLikelihood(): number {
    const spread = this.n * Math.log(this.squares);
    return this.form.error === "A" ? spread : spread + 2 * this.logs;
  }

  private load(at: Float64Array): void {
    const { level, growth, season } = this.layout;
    this.level = at[level] as number;
    this.growth = growth < 0 ? Number.NaN : (at[growth] as number);
    if (season < 0) return;
    let sum = 0;
    for (let i = season, step = this.period - 1; step > 0; i++, step--) {
      const value = at[i] as number;
      sum += value;
      this.season[step] = value;
    }
    this.season[0] = (this.form.season === "M" ? this.period : 0) - sum;
  }

  /** Runs through the series; false where a multiplicative trend turns negative. */
  private filter({ alpha, beta, gamma, phi }: EtsParameters, fitted?: Float64Array): boolean {
    const { values, season, period } = this;
    const [relative, byFactor] = [this.form.error === "M", this.form.trend === "M" || this.form.trend === "Md"];
    const [seasonal, trended] = [this.form.season, this.form.trend !== "N"];
    const damped = isDamped(this.form);
    const growthShare = beta / alpha;
    let { level, growth } = this;
    let [squares, logs, product] = [0, 0, 1];
    for (let i = 0, step = 0; i < values.length; i++, step = step + 1 === period ? 0 : step + 1) {
      if (byFactor && growth < 0) return false;
      const carried = !trended ? 0 : byFactor ? (damped ? growth ** phi : growth) : phi * growth;
      const base = !trended ? level : byFactor ? level * carried : level + carried;
      const effect = seasonal === "N" ? 0 : (season[step] as number);
      const forecast = seasonal === "M" ? base * effect : base + effect;
      if (fitted !== undefined) fitted[i] = forecast;
      const known = values[i] as number;
      const missing = Number.isNaN(known);
      const value = missing ? forecast : known;
      if (!missing) {
        if (relative) {
          const divisor = Math.abs(forecast) < NEARLY_ZERO ? forecast + NEARLY_ZERO : forecast;
          const error = (value - divisor) / divisor;
          squares += error * error;
          product *= Math.abs(forecast) || 1e-8;
          if (product > PRODUCT_RANGE || product < 1 / PRODUCT_RANGE) {
            logs += Math.log(product);
            product = 1;
          }
        } else {
          squares += (value - forecast) * (value - forecast);
        }
      }
      const adjusted = seasonal === "N" ? value : seasonal === "A" ? value - effect : ratio(value, effect);
      const next = base + alpha * (adjusted - base);
      if (trended) growth = carried + growthShare * ((byFactor ? ratio(next, level) : next - level) - carried);
      if (seasonal === "A") season[step] = effect + gamma * (value - base - effect);
      else if (seasonal === "M") season[step] = effect + gamma * (ratio(value, base) - effect);
      level = next;
    }
    this.level = level;
    this.growth = growth;
    this.squares = squares;
    this.logs = logs + Math.log(product);
    return true;
  }
}

/** What a run through the series leaves. */
export interface EtsRun {
  readonly fitted: Float64Array;
  /** Sum of squared errors, relative ones when the error is multiplicative. */
  readonly squares: number;
  /** -2 log likelihood without its constant. */
  readonly criterion: number;
  readonly last: EtsStates;
}

function ratio(value: number, by: number): number {
  return Math.abs(by) < NEARLY_ZERO ? HUGE : value / by;
}
