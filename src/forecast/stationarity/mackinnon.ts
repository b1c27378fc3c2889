import { normal } from "../../stats/distributions/normal.ts";

/** Deterministic terms of a unit-root regression: none, a constant, a line, a parabola. */
export type TrendTerms = "n" | "c" | "ct" | "ctt";

interface Surface {
  /** Beyond it p is 1, below `least` 0; `small` is used up to `turn`. */
  readonly most: number;
  readonly least: number;
  readonly turn: number;
  /** Coefficients of the polynomials in the statistic whose normal probability is p. */
  readonly small: readonly number[];
  readonly large: readonly number[];
  /** Critical values at 1, 5 and 10 % as polynomials in 1 / n. */
  readonly critical: readonly (readonly number[])[];
}

/** MacKinnon (1994, tables 3 and 4; 2010, table 2) for one series. */
const SURFACES: Readonly<Record<TrendTerms, Surface>> = {
  n: {
    ...{ most: Number.POSITIVE_INFINITY, least: -19.04, turn: -1.04 },
    small: [0.6344, 1.2378, 3.2496e-2],
    large: [0.4797, 9.3557e-1, -0.6999e-1, 3.3066e-2],
    critical: [
      [-2.56574, -2.2358, -3.627, 0],
      [-1.941, -0.2686, -3.365, 31.223],
      [-1.61682, 0.2656, -2.714, 25.364],
    ],
  },
  c: {
    ...{ most: 2.74, least: -18.83, turn: -1.61 },
    small: [2.1659, 1.4412, 3.8269e-2],
    large: [1.7339, 9.3202e-1, -1.2745e-1, -1.0368e-2],
    critical: [
      [-3.43035, -6.5393, -16.786, -79.433],
      [-2.86154, -2.8903, -4.234, -40.04],
      [-2.56677, -1.5384, -2.809, 0],
    ],
  },
  ct: {
    ...{ most: 0.7, least: -16.18, turn: -2.89 },
    small: [3.2512, 1.6047, 4.9588e-2],
    large: [2.5261, 6.1654e-1, -3.7956e-1, -6.0285e-2],
    critical: [
      [-3.95877, -9.0531, -28.428, -134.155],
      [-3.41049, -4.3904, -9.036, -45.374],
      [-3.12705, -2.5856, -3.925, -22.38],
    ],
  },
  ctt: {
    ...{ most: 0.54, least: -17.17, turn: -3.21 },
    small: [4.0003, 1.658, 4.8288e-2],
    large: [3.0778, 4.9529e-1, -4.1477e-1, -5.9359e-2],
    critical: [
      [-4.37113, -11.5882, -35.819, -334.047],
      [-3.83239, -5.9057, -12.49, -118.284],
      [-3.55326, -3.6596, -5.293, -63.559],
    ],
  },
};

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

/** Approximate p-value of an augmented Dickey-Fuller statistic; 0 and 1 beyond the tables. */
export function mackinnonP(statistic: number, terms: TrendTerms): number {
  const { most, least, turn, small, large } = SURFACES[terms];
  if (statistic > most) return 1;
  if (statistic < least) return 0;
  return normal().cdf(polynomial(statistic <= turn ? small : large, statistic));
}

/** Critical values at 1, 5 and 10 % for a regression over `n` steps. */
export function mackinnonCritical(n: number, terms: TrendTerms): readonly [number, number, number] {
  const [one = [], five = [], ten = []] = SURFACES[terms].critical;
  return [polynomial(one, 1 / n), polynomial(five, 1 / n), polynomial(ten, 1 / n)];
}
