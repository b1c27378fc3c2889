import type { Rng } from "../../core/rng.ts";
import { uniformDraw } from "./uniform-draw.ts";

/** A log-concave distribution on the integers. */
export interface LogConcaveMass {
  readonly mode: number;
  /** -Infinity outside of the support. */
  readonly logMass: (k: number) => number;
}

/** A draw by rejection from a plateau with exponential tails. Source: Devroye (1987), A simple generator for discrete log-concave distributions. */
export function logConcaveDraw({ mode, logMass }: LogConcaveMass, rng: Rng): number {
  const logAtMode = logMass(mode);
  const atMode = Math.exp(logAtMode);
  const plateau = 1 + atMode / 2;
  for (;;) {
    const inPlateau = uniformDraw(rng) <= plateau / (1 + plateau);
    const place = inPlateau ? uniformDraw(rng) * plateau : plateau - Math.log(uniformDraw(rng));
    const sign = rng() < 0.5 ? -1 : 1;
    const k = mode + sign * Math.round(place / atMode);
    const logBound = Math.min(0, plateau - place);
    if (Math.log(uniformDraw(rng)) + logBound <= logMass(k) - logAtMode) return k;
  }
}

/** A draw by adding masses from 0 on, for distributions with few small values. */
export function drawFromZero(massAtZero: number, ratio: (k: number) => number, rng: Rng): number {
  let mass = massAtZero;
  let left = uniformDraw(rng);
  let k = 0;
  while (left > mass && mass > 0) {
    left -= mass;
    k++;
    mass *= ratio(k);
  }
  return k;
}
