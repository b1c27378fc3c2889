import { type EtsForm, isDamped } from "./form.ts";

/** Smoothing parameters; beta and gamma are 0 and phi is 1 in forms without them. */
export interface EtsParameters {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
}

const LOWER = 1e-4;
const UPPER = 0.9999;
const PHI_RANGE = [0.8, 0.98] as const;

/** Where each number stands in the vector that is optimised; -1 for what the form does not have. */
export interface EtsLayout {
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
  readonly level: number;
  readonly growth: number;
  /** First of the period - 1 seasonal states, that of the last season; the one of the first season follows from the sum. */
  readonly season: number;
  readonly length: number;
}

export function layoutOf(form: EtsForm, period: number): EtsLayout {
  const [trend, season] = [form.trend !== "N", form.season !== "N"];
  let next = 1;
  const place = (present: boolean): number => (present ? next++ : -1);
  const beta = place(trend);
  const gamma = place(season);
  const phi = place(isDamped(form));
  const level = next++;
  const growth = place(trend);
  return { beta, gamma, phi, level, growth, season: season ? next : -1, length: next + (season ? period - 1 : 0) };
}

/** Where R's search starts. @param period 1 without a season */
export function startingParameters(form: EtsForm, period: number): EtsParameters {
  const alpha = LOWER + (0.2 * (UPPER - LOWER)) / period;
  const beta = LOWER + 0.1 * (Math.min(UPPER, alpha) - LOWER);
  const gamma = LOWER + 0.05 * (Math.min(UPPER, 1 - alpha) - LOWER);
  const phi = PHI_RANGE[0] + 0.99 * (PHI_RANGE[1] - PHI_RANGE[0]);
  return {
    alpha,
    beta: form.trend === "N" ? 0 : beta,
    gamma: form.season === "N" ? 0 : gamma,
    phi: isDamped(form) ? phi : 1,
  };
}

export function parametersAt(at: Float64Array, { beta, gamma, phi }: EtsLayout): EtsParameters {
  const read = (place: number, absent: number): number => (place < 0 ? absent : (at[place] as number));
  return { alpha: read(0, 0), beta: read(beta, 0), gamma: read(gamma, 0), phi: read(phi, 1) };
}

/** Whether the parameters lie in the traditional region and the model can be inverted: R's `bounds = "both"`. */
export function areAllowed(parameters: EtsParameters, layout: EtsLayout, period: number): boolean {
  const { alpha, beta, gamma, phi } = parameters;
  if (!(alpha >= LOWER && alpha <= UPPER)) return false;
  if (layout.beta >= 0 && !(beta >= LOWER && beta <= Math.min(alpha, UPPER))) return false;
  if (layout.phi >= 0 && !(phi >= PHI_RANGE[0] && phi <= PHI_RANGE[1])) return false;
  if (layout.gamma < 0) return true;
  if (!(gamma >= LOWER && gamma <= Math.min(1 - alpha, UPPER))) return false;
  return isInvertible(parameters, period);
}

/**
 * Whether a seasonal model forgets its initial states: all roots of its characteristic polynomial lie in the unit circle.
 * Without growth the polynomial has the root 1, which is divided out (it is the season's level, fixed by its sum).
 */
export function isInvertible({ alpha, beta, gamma, phi }: EtsParameters, period: number): boolean {
  if (gamma < Math.max(1 - 1 / phi - alpha, 0) || gamma > 1 + 1 / phi - alpha) return false;
  if (alpha < 1 - 1 / phi - (gamma * (1 - period + phi + phi * period)) / (2 * phi * period)) return false;
  if (beta < -(1 - phi) * (gamma / period + alpha)) return false;
  const level = beta === 0 && phi === 1;
  const polynomial = new Float64Array(period + (level ? 1 : 2)).fill(level ? alpha : alpha + beta - alpha * phi);
  polynomial[0] = 1;
  if (level) {
    polynomial[period] = alpha + gamma - 1;
  } else {
    polynomial[1] = alpha + beta - phi;
    polynomial[period] = alpha + beta - alpha * phi + gamma - 1;
    polynomial[period + 1] = phi * (1 - alpha - gamma);
  }
  return hasRootsInUnitCircle(polynomial);
}

/** The step-down test of Schur and Cohn. @param a coefficients from the highest power, which is 1; overwritten */
function hasRootsInUnitCircle(a: Float64Array): boolean {
  for (let degree = a.length - 1; degree > 0; degree--) {
    const reflection = a[degree] as number;
    if (!(Math.abs(reflection) < 1)) return false;
    const scale = 1 / (1 - reflection * reflection);
    for (let i = 1, j = degree - 1; i <= j; i++, j--) {
      const [low, high] = [a[i] as number, a[j] as number];
      a[i] = (low - reflection * high) * scale;
      a[j] = (high - reflection * low) * scale;
    }
  }
  return true;
}
