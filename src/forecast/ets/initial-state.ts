import { Matrix } from "../../stats/linear-algebra/matrix.ts";
import { Qr } from "../../stats/linear-algebra/qr.ts";
import { seasonalFigure } from "../seasonal-figure.ts";
import type { EtsForm, SeasonForm } from "./form.ts";

/** States before the first value; growth is NaN and season empty in forms without them. */
export interface EtsStates {
  readonly level: number;
  readonly growth: number;
  /** One value per step of the season, that of the series' first step first. */
  readonly season: Float64Array;
}

const LEAST_FACTOR = 0.01;

/**
 * States from which R's search begins: a classical decomposition (a sine wave with a trend when there are less than three
 * seasons), then the mean or a straight line through the first values.
 * @param values complete, at least two
 */
export function initialStates(values: Float64Array, form: EtsForm, period: number): EtsStates {
  const { season, seasonal } = form.season === "N" ? NO_SEASON : initialSeason(values, form.season, period);
  const adjusted =
    seasonal === null
      ? values
      : values.map((value, i) => {
          const effect = seasonal(i);
          return form.season === "A" ? value - effect : value / Math.max(effect, LEAST_FACTOR);
        });
  const cycle = form.season === "N" ? 1 : period;
  const start = adjusted.subarray(0, Math.min(Math.max(10, 2 * cycle), adjusted.length));
  return { ...levelAndGrowth(start, form), season };
}

const NO_SEASON = { season: new Float64Array(0), seasonal: null };

interface InitialSeason {
  readonly season: Float64Array;
  /** The effect at a step of the series. */
  readonly seasonal: (i: number) => number;
}

function initialSeason(values: Float64Array, kind: Exclude<SeasonForm, "N">, period: number): InitialSeason {
  const detrended = values.length < 3 * period ? withoutLine(values, kind, period) : null;
  const figure =
    detrended?.slice(0, period) ?? seasonalFigure(values, period, kind === "A" ? "additive" : "multiplicative");
  const seasonal = (i: number): number => (detrended === null ? figure[i % period] : detrended[i]) as number;
  if (kind === "A") return { season: balanced(figure, 0), seasonal };
  const season = figure.map((factor) => Math.max(factor, LEAST_FACTOR));
  const others = season.subarray(1).reduceRight((sum, factor) => sum + factor, 0);
  if (others > period) {
    const total = others + LEAST_FACTOR * (period - 1);
    for (let i = 1; i < period; i++) season[i] = (season[i] as number) / total;
  }
  return { season: balanced(season, period), seasonal };
}

/** The season with its first value set so that all add up to `total`. */
function balanced(season: Float64Array, total: number): Float64Array {
  const result = season.slice();
  result[0] = total - season.subarray(1).reduceRight((sum, value) => sum + value, 0);
  return result;
}

/** What remains of the values when the line fitted beside one sine wave per season is taken out. */
function withoutLine(values: Float64Array, kind: "A" | "M", period: number): Float64Array {
  const design = new Matrix(values.length, 4);
  for (let i = 0; i < values.length; i++) {
    const angle = (2 * Math.PI * (i + 1)) / period;
    [1, i + 1, Math.sin(angle), Math.cos(angle)].forEach((value, j) => {
      design.set(i, j, value);
    });
  }
  const qr = new Qr(design);
  const [intercept, slope] = qr.spread(qr.solve(qr.rotate(values)), 0) as unknown as [number, number];
  return values.map((value, i) => {
    const line = intercept + slope * (i + 1);
    return kind === "A" ? value - line : value / line;
  });
}

function levelAndGrowth(start: Float64Array, { trend }: EtsForm): { readonly level: number; readonly growth: number } {
  if (trend === "N") return { level: meanOf(start), growth: Number.NaN };
  const { intercept, slope } = lineThrough(start);
  if (trend === "A" || trend === "Ad") {
    const cancels = Math.abs(intercept + slope) < 1e-8;
    return cancels ? { level: intercept * 1.001, growth: slope * 0.999 } : { level: intercept, growth: slope };
  }
  const first = Math.abs(intercept + slope) < 1e-8 ? 1e-7 : intercept + slope;
  const ratio = (intercept + 2 * slope) / first;
  const growth = Math.abs(ratio) > 1e10 ? Math.sign(ratio) * 1e10 : ratio;
  const level = first / ratio;
  if (level >= 1e-8 && growth >= 1e-8) return { level, growth };
  const [one, two] = [start[0] as number, start[1] as number];
  return { level: Math.max(one, 1e-3), growth: Math.max(two / one, 1e-3) };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Least squares line through values at 1, 2, 3 ... */
export function lineThrough(values: Float64Array): { readonly intercept: number; readonly slope: number } {
  const middle = (values.length + 1) / 2;
  const mean = meanOf(values);
  let [products, squares] = [0, 0];
  values.forEach((value, i) => {
    products += (i + 1 - middle) * (value - mean);
    squares += (i + 1 - middle) ** 2;
  });
  const slope = squares === 0 ? 0 : products / squares;
  return { intercept: mean - slope * middle, slope };
}
