import { Cholesky } from "../../stats/linear-algebra/cholesky.ts";
import { dot, Matrix } from "../../stats/linear-algebra/matrix.ts";
import type { Curve, RatioPrior } from "./curve.ts";
import { minimizeL1Quadratic } from "./l1-quadratic.ts";

/** The most probable parameters. */
export interface MapEstimate {
  readonly parameters: Float64Array;
  /** Standard deviation of the noise, as a share of the largest value. */
  readonly sigma: number;
  /** Logarithm of the posterior density without its constants, as Stan reports it. */
  readonly logPosterior: number;
  /** False when the steps ran out. */
  readonly converged: boolean;
}

export interface MapProblem {
  readonly curve: Curve;
  readonly y: Float64Array;
  /** Scale of the Laplace prior of the changes of rate. */
  readonly changeScale: number;
}

/** A noise below it is none: the curve goes through every value. */
export const NO_NOISE = 1e-9;
/** The prior of the noise is the half of a normal with this scale. */
const NOISE_SCALE = 0.5;
const MOST_STEPS = 500;
const TOLERANCE = 1e-12;
/** Damping of the steps; it moves no optimum, the least only keeps singular systems solvable. */
const DAMPING = { least: 1e-12, start: 1e-6, most: 1e12 };

interface Place {
  readonly parameters: Float64Array;
  readonly sigma: number;
  readonly cost: number;
  readonly residuals: Float64Array;
}

/**
 * Gauss-Newton steps with damping (Levenberg and Marquardt), each the exact minimum of its quadratic model with the
 * Laplace prior, so that changes of rate can be exactly zero; between the steps the noise is set to its best value.
 * Null when the curve is not finite at the start.
 */
export function mapEstimate(problem: MapProblem, start: Float64Array): MapEstimate | null {
  const { curve } = problem;
  let place = placeAt(problem, start);
  if (place === null) return null;
  let damping = curve.isLinear ? DAMPING.least : DAMPING.start;
  let system: { readonly jacobian: Matrix; readonly gram: Matrix } | null = null;
  let converged = false;
  for (let count = 0; count < MOST_STEPS && !converged; count++) {
    if (system === null || !curve.isLinear) {
      const jacobian = curve.jacobian(place.parameters);
      system = { jacobian, gram: jacobian.gram() };
    }
    const before = place.cost;
    for (;;) {
      const moved = stepFrom(problem, place, { ...system, damping });
      const tried = moved === null ? null : placeAt(problem, moved);
      if (tried !== null && tried.cost <= place.cost) {
        place = tried;
        damping = Math.max(DAMPING.least, damping / 10);
        break;
      }
      damping *= 10;
      if (damping > DAMPING.most) break;
    }
    converged = before - place.cost <= TOLERANCE * (Math.abs(place.cost) + 1) || place.sigma <= NO_NOISE;
  }
  return { parameters: place.parameters, sigma: place.sigma, logPosterior: -place.cost, converged };
}

function placeAt({ curve, y, changeScale }: MapProblem, parameters: Float64Array): Place | null {
  const values = curve.values(parameters);
  const residuals = y.map((value, i) => value - (values[i] as number));
  const squares = dot(residuals, residuals);
  if (!Number.isFinite(squares)) return null;
  const n = y.length;
  const sigma = Math.max(NO_NOISE, bestSigma(squares, n));
  const offset = curve.offsetPrior(parameters)?.value ?? 0;
  let cost = n * Math.log(sigma) + squares / (2 * sigma ** 2) + ((sigma / NOISE_SCALE) ** 2 + offset ** 2) / 2;
  for (let j = 0; j < parameters.length; j++) {
    const value = parameters[j] as number;
    cost += j < curve.smooth ? ((curve.precision[j] as number) * value * value) / 2 : Math.abs(value) / changeScale;
  }
  return Number.isFinite(cost) ? { parameters, sigma, cost, residuals } : null;
}

/** The root of the cost's derivative by sigma, a quadratic in its square. */
function bestSigma(squares: number, n: number): number {
  const prior = NOISE_SCALE ** -2;
  return Math.sqrt((2 * squares) / (n + Math.sqrt(n * n + 4 * prior * squares)));
}

interface Step {
  readonly jacobian: Matrix;
  readonly gram: Matrix;
  readonly damping: number;
}

/** Null when the system is singular. */
function stepFrom({ curve, changeScale }: MapProblem, place: Place, { jacobian, gram, damping }: Step) {
  const { smooth, size, precision } = curve;
  const weight = place.sigma ** -2;
  const system = gram.scaled(weight);
  const linear = gram.timesVector(place.parameters);
  for (let j = 0; j < size; j++) {
    linear[j] = weight * ((linear[j] as number) + dot(jacobian.column(j), place.residuals));
    const diagonal = system.at(j, j) + (precision[j] as number);
    linear[j] = (linear[j] as number) + damping * diagonal * (place.parameters[j] as number);
    system.set(j, j, diagonal * (1 + damping));
  }
  addOffsetPrior(curve.offsetPrior(place.parameters), { system, linear, parameters: place.parameters });
  return minimum(system, { linear, smooth, weight: 1 / changeScale, start: place.parameters.subarray(smooth) });
}

interface Equations {
  readonly system: Matrix;
  readonly linear: Float64Array;
  readonly parameters: Float64Array;
}

function addOffsetPrior(prior: RatioPrior | null, { system, linear, parameters }: Equations): void {
  if (prior === null) return;
  const slopes = [prior.byRate, prior.byHeight];
  const goal = dot(slopes, parameters.subarray(0, 2)) - prior.value;
  slopes.forEach((slope, j) => {
    linear[j] = (linear[j] as number) + slope * goal;
    slopes.forEach((other, i) => {
      system.add(i, j, slope * other);
    });
  });
}

interface Minimum {
  readonly linear: Float64Array;
  readonly smooth: number;
  readonly weight: number;
  readonly start: Float64Array;
}

/** Takes the parameters with normal priors out of the system, solves for the changes of rate, and goes back. */
function minimum(system: Matrix, { linear, smooth, weight, start }: Minimum): Float64Array | null {
  const size = system.rows;
  const count = size - smooth;
  const factor = Cholesky.of(system.principal(Array.from({ length: smooth }, (_, j) => j)), 0);
  if (factor === null) return null;
  const base = factor.solve(linear.subarray(0, smooth));
  const reach = Array.from({ length: count }, (_, j) => factor.solve(system.column(smooth + j).subarray(0, smooth)));
  const quadratic = new Matrix(count, count);
  const right = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    const cross = system.column(smooth + j).subarray(0, smooth);
    right[j] = (linear[smooth + j] as number) - dot(cross, base);
    for (let i = 0; i <= j; i++) {
      const value = system.at(smooth + i, smooth + j) - dot(cross, reach[i] as Float64Array);
      quadratic.set(i, j, value);
      quadratic.set(j, i, value);
    }
  }
  const changes = minimizeL1Quadratic({ quadratic, linear: right, weight }, start);
  const result = new Float64Array(size);
  result.set(changes, smooth);
  for (let j = 0; j < smooth; j++) {
    let value = base[j] as number;
    for (let i = 0; i < count; i++) value -= ((reach[i] as Float64Array)[j] as number) * (changes[i] as number);
    result[j] = value;
  }
  return result;
}
