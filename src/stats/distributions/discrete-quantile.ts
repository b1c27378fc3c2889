/** Where to look for a quantile on the integers. */
export interface IntegerSearch {
  readonly low: number;
  /** Infinity where there is no upper end. */
  readonly high: number;
  /** A guess, and a length of which the guess is wrong by about one. */
  readonly start: number;
  readonly step: number;
}

/** The smallest integer in [low, high] that is reached, for a condition that stays true once it is; `high` when none is. */
export function smallestReached({ low, high, start, step }: IntegerSearch, reached: (k: number) => boolean): number {
  const guess = Math.min(Math.max(Math.round(start), low), Math.min(high, Number.MAX_SAFE_INTEGER));
  let width = Math.max(1, Math.round(step));
  let below = guess;
  let above = guess;
  if (reached(guess)) {
    below = guess - 1;
    for (; below >= low && reached(below); width *= 2) {
      above = below;
      below -= width;
    }
    below = Math.max(below, low - 1);
  } else {
    above = guess + 1;
    for (; above < high && !reached(above); width *= 2) {
      below = above;
      above += width;
    }
    above = Math.min(above, high);
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (reached(middle)) above = middle;
    else below = middle;
  }
  return above;
}
