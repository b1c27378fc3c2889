import { AppError } from "../core/errors.ts";

const MAX_STEPS = 300;

/**
 * A zero of a continuous function between two points where its signs differ, to the last digits that doubles hold
 * (Brent 1973, chapter 4).
 * @throws AppError INTERNAL when the signs at the ends do not differ
 */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  let [a, b, fa, fb] = [low, high, f(low), f(high)];
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(fa < 0 !== fb < 0) || Number.isNaN(fa) || Number.isNaN(fb)) {
    throw new AppError("INTERNAL", `no change of sign between ${low} (${fa}) and ${high} (${fb})`, {
      hint: "report the input of this calculation",
    });
  }
  let [c, fc, step, previous] = [a, fa, b - a, b - a];
  for (let i = 0; i < MAX_STEPS; i++) {
    if (fb < 0 === fc < 0) [c, fc, step, previous] = [a, fa, b - a, b - a];
    if (Math.abs(fc) < Math.abs(fb)) [a, b, c, fa, fb, fc] = [b, c, b, fb, fc, fb];
    const tolerance = 2 * Number.EPSILON * Math.abs(b) + Number.MIN_VALUE;
    const half = (c - b) / 2;
    if (Math.abs(half) <= tolerance || fb === 0) return b;
    const inner = interpolation({ a, b, c, fa, fb, fc });
    const useful = Math.abs(inner) < Math.min(1.5 * Math.abs(half), Math.abs(previous) / 2) && inner * half > 0;
    if (useful && Math.abs(fa) > Math.abs(fb)) [previous, step] = [step, inner];
    else [previous, step] = [half, half];
    [a, fa] = [b, fb];
    b += Math.abs(step) > tolerance ? step : Math.sign(half) * tolerance;
    fb = f(b);
  }
  return b;
}

interface Points {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly fa: number;
  readonly fb: number;
  readonly fc: number;
}

/** The step from `b` of the secant, or of inverse quadratic interpolation where three points differ. */
function interpolation({ a, b, c, fa, fb, fc }: Points): number {
  const s = fb / fa;
  if (a === c) return (s * (c - b)) / (1 - s);
  const q = fa / fc;
  const r = fb / fc;
  const numerator = s * ((c - b) * q * (q - r) - (b - a) * (r - 1));
  return -numerator / ((q - 1) * (r - 1) * (s - 1));
}

/**
 * The zero above `start` of an increasing function that is negative at `start`: the step doubles until the sign changes.
 * Infinity where the function stays negative up to `limit`.
 */
export function findRootAbove(f: (x: number) => number, start: number, { step = 1, limit = 1e300 } = {}): number {
  let low = start;
  for (let width = step; low < limit; width *= 2) {
    const high = Math.min(low + width, limit);
    if (f(high) >= 0) return findRoot(f, low, high);
    low = high;
  }
  return Number.POSITIVE_INFINITY;
}
