import { AppError } from "../../core/errors.ts";
import { normal } from "../distributions/normal.ts";
import { Matrix } from "../linear-algebra/matrix.ts";
import { solve } from "../linear-algebra/solve.ts";
import { gaussLegendre } from "./gauss-legendre.ts";

/** Nodes of the integral equations; twice as many change nothing in ten digits. */
const NODES = 80;

const STANDARD = normal();

export interface CusumDesign {
  readonly reference: number;
  readonly interval: number;
  /** Of the mean, in standard deviations; 0 asks how long until a false signal. */
  readonly shift?: number;
}

/**
 * Points until a two-sided CUSUM of independent normal values signals, on average, by Page's integral equation for
 * each side; the sides go together by Kemp's formula.
 */
export function cusumRunLength({ reference, interval, shift = 0 }: CusumDesign): number {
  if (!(reference >= 0 && interval > 0)) {
    throw new AppError("USAGE", `reference ${reference}, interval ${interval}`, {
      hint: "give 0 or more, and above 0",
    });
  }
  const [up, down] = [shift, -shift].map((towards) => oneSided(reference - towards, interval));
  return 1 / (1 / (up as number) + 1 / (down as number));
}

/** From a sum of 0, where each value adds a normal one of mean -drift and the sum is kept from falling below 0. */
function oneSided(drift: number, interval: number): number {
  const { nodes, weights } = gaussLegendre(NODES, [0, interval]);
  // the first place is the sum 0, which has a probability of its own
  const places = [0, ...nodes];
  const system = Matrix.identity(places.length);
  places.forEach((from, i) => {
    system.add(i, 0, -STANDARD.cdf(drift - from));
    nodes.forEach((to, j) => {
      system.add(i, j + 1, -(weights[j] as number) * STANDARD.pdf(to - from + drift));
    });
  });
  return firstOf(system);
}

export interface EwmaDesign {
  readonly weight: number;
  readonly width: number;
  readonly shift?: number;
}

/**
 * Points until an EWMA of independent normal values leaves its settled limits, on average, by the integral equation of
 * Crowder (1987).
 */
export function ewmaRunLength({ weight, width, shift = 0 }: EwmaDesign): number {
  if (!(weight > 0 && weight <= 1 && width > 0)) {
    throw new AppError("USAGE", `weight ${weight}, width ${width}`, {
      hint: "give a weight from 0 to 1, a width above 0",
    });
  }
  const limit = width * Math.sqrt(weight / (2 - weight));
  const { nodes, weights } = gaussLegendre(NODES, [-limit, limit]);
  const places = [0, ...nodes];
  const system = Matrix.identity(places.length);
  places.forEach((from, i) => {
    nodes.forEach((to, j) => {
      const value = (to - (1 - weight) * from) / weight - shift;
      system.add(i, j + 1, (-(weights[j] as number) * STANDARD.pdf(value)) / weight);
    });
  });
  return firstOf(system);
}

/** The first of the run lengths that all are one point longer than what follows them. */
function firstOf(system: Matrix): number {
  return solve(system, new Float64Array(system.rows).fill(1))?.[0] ?? Number.POSITIVE_INFINITY;
}
