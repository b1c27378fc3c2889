const MAX_STEPS = 300;
const TOLERANCE = 1e-14;

/** Where to look for a root. */
export interface RootSearch {
  readonly start: number;
  /** A first distance to go from the start; doubled until the root is passed. */
  readonly step: number;
}

/**
 * The root of a continuous increasing function on the line, by bracketing and Chandrupatla's mixture of bisection and
 * inverse quadratic interpolation, to 1e-14 of 1 + |x|. Source: Chandrupatla (1997).
 */
export function bracketedRoot(f: (x: number) => number, { start, step }: RootSearch): number {
  let [a, b] = [start, start];
  let [fa, fb] = [f(a), f(a)];
  for (let width = step; fb < 0 && b < Infinity; width *= 2) {
    [a, fa] = [b, fb];
    b += width;
    fb = f(b);
  }
  for (let width = step; fa > 0 && a > -Infinity; width *= 2) {
    [b, fb] = [a, fa];
    a -= width;
    fa = f(a);
  }
  return fa === 0 ? a : fb === 0 ? b : refine(f, { a: b, fa: fb, b: a, fb: fa });
}

function refine(f: (x: number) => number, ends: { a: number; fa: number; b: number; fb: number }): number {
  let { a, fa, b, fb } = ends;
  let [c, fc] = [a, fa];
  let share = 0.5;
  for (let i = 0; i < MAX_STEPS; i++) {
    const x = a + share * (b - a);
    const fx = f(x);
    if (Math.sign(fx) === Math.sign(fa)) [c, fc] = [a, fa];
    else [c, b, fc, fb] = [b, a, fb, fa];
    [a, fa] = [x, fx];
    const best = Math.abs(fb) < Math.abs(fa) ? b : a;
    const tolerance = TOLERANCE * (1 + Math.abs(best));
    const limit = tolerance / Math.abs(b - a);
    if (limit > 0.5 || fa === 0 || fb === 0) return best;
    share = Math.min(1 - limit, Math.max(limit, nextShare({ a, fa, b, fb, c, fc })));
  }
  return a;
}

interface Points {
  readonly a: number;
  readonly fa: number;
  readonly b: number;
  readonly fb: number;
  readonly c: number;
  readonly fc: number;
}

/** The next place between a and b: by interpolation where it can be trusted, else the middle. */
function nextShare({ a, fa, b, fb, c, fc }: Points): number {
  const xi = (a - b) / (c - b);
  const phi = (fa - fb) / (fc - fb);
  if (!(phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi)) return 0.5;
  return (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb));
}
