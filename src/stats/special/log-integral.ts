/** A positive function on the line whose logarithm rises to one peak and falls from it, faster and faster. */
export interface Peaked {
  readonly log: (u: number) => number;
  /** The peak lies between these. */
  readonly low: number;
  readonly high: number;
  /** A distance over which the function changes smoothly, seen from the peak. */
  readonly scale: (peak: number) => number;
}

/** Terms below this share of the largest, as a log, end the sum. */
const NEGLIGIBLE = -41;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * log of the integral over the line by the trapezoidal rule, which converges exponentially for smooth functions that
 * vanish at both ends; everything is relative to the peak, so the result may be far too small for a number.
 */
export function logIntegral({ log, low, high, scale }: Peaked): number {
  const peak = peakOf({ log, low, high, scale });
  const step = scale(peak);
  const top = log(peak);
  if (top === -Infinity) return -Infinity;
  let sum = 1;
  for (const direction of [-step, step]) {
    for (let i = 1; ; i++) {
      const term = log(peak + i * direction) - top;
      if (!(term > NEGLIGIBLE)) break;
      sum += Math.exp(term);
    }
  }
  return top + Math.log(sum * step);
}

/** The peak to within a step or so. */
function peakOf({ log, low, high, scale }: Peaked): number {
  let [a, b] = [low, high];
  let left = b - GOLDEN * (b - a);
  let right = a + GOLDEN * (b - a);
  let [atLeft, atRight] = [log(left), log(right)];
  while (b - a > scale((a + b) / 2)) {
    if (atLeft > atRight) {
      [b, right, atRight] = [right, left, atLeft];
      left = b - GOLDEN * (b - a);
      atLeft = log(left);
    } else {
      [a, left, atLeft] = [left, right, atRight];
      right = a + GOLDEN * (b - a);
      atRight = log(right);
    }
  }
  return (a + b) / 2;
}
