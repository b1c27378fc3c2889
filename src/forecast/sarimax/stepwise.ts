/** A point of the search: everything but the differences, which are chosen before. */
export interface Candidate {
  readonly p: number;
  readonly q: number;
  readonly seasonalP: number;
  readonly seasonalQ: number;
  /** Whether the model has a mean or drift. */
  readonly constant: boolean;
}

export interface SearchLimits {
  readonly p: number;
  readonly q: number;
  readonly seasonalP: number;
  readonly seasonalQ: number;
  /** Whether models with a mean or drift are tried too. */
  readonly constant: boolean;
  /** Models tried at most. */
  readonly models: number;
}

export interface Score {
  /** Less is better; infinite where the model could not be estimated or is near a unit root. */
  readonly criterion: number;
  /** Whether its coefficients have standard errors; asked only of models that would be taken. */
  readonly sound: () => boolean;
}

export interface Tried extends Score {
  readonly candidate: Candidate;
}

type Orders = Pick<Candidate, "p" | "q" | "seasonalP" | "seasonalQ">;

/** Neighbours in the order in which they are tried: changes of p, q, P and Q. */
const MOVES: readonly Orders[] = [
  ...signs().map(([seasonalP, seasonalQ]) => ({ p: 0, q: 0, seasonalP, seasonalQ })),
  ...signs().map(([p, q]) => ({ p, q, seasonalP: 0, seasonalQ: 0 })),
];

function signs(): readonly (readonly [number, number])[] {
  return [
    [-1, 0],
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, -1],
    [-1, 1],
    [1, -1],
    [1, 1],
  ];
}

/**
 * The stepwise search of Hyndman and Khandakar (2008) in the order of R's `auto.arima`: four first models, then from the
 * best so far to the first neighbour that is better, until none is. Returns the models tried, in their order.
 */
export function stepwiseSearch(score: (candidate: Candidate) => Score, limits: SearchLimits, short: boolean): Tried[] {
  const walk = new Walk(score, limits);
  const most = short ? { p: 1, q: 1, seasonalP: 0, seasonalQ: 0 } : { p: 2, q: 2, seasonalP: 1, seasonalQ: 1 };
  const { constant } = limits;
  const nothing = { p: 0, q: 0, seasonalP: 0, seasonalQ: 0 };
  walk.goIfBetter({ ...within(most, limits), constant });
  walk.goIfBetter({ ...nothing, constant });
  const one = within({ p: 1, q: 1, seasonalP: 1, seasonalQ: 1 }, limits);
  if (one.p + one.seasonalP > 0) walk.goIfBetter({ ...one, q: 0, seasonalQ: 0, constant });
  if (one.q + one.seasonalQ > 0) walk.goIfBetter({ ...one, p: 0, seasonalP: 0, constant });
  // as in R, the walk goes on with a constant even where this is the best of the first models
  if (constant) walk.goIfBetter({ ...nothing, constant: false }, true);
  while (walk.improve());
  return walk.tried;
}

function within(orders: Orders, limits: SearchLimits): Orders {
  return {
    p: Math.min(orders.p, limits.p),
    q: Math.min(orders.q, limits.q),
    seasonalP: Math.min(orders.seasonalP, limits.seasonalP),
    seasonalQ: Math.min(orders.seasonalQ, limits.seasonalQ),
  };
}

class Walk {
  readonly tried: Tried[] = [];
  readonly #score: (candidate: Candidate) => Score;
  readonly #limits: SearchLimits;
  readonly #known = new Set<string>();
  #at: Candidate = { p: 0, q: 0, seasonalP: 0, seasonalQ: 0, constant: false };
  #best = Number.POSITIVE_INFINITY;

  constructor(score: (candidate: Candidate) => Score, limits: SearchLimits) {
    this.#score = score;
    this.#limits = limits;
  }

  /** Tries a model and stands on it if it is the best so far or the first. */
  goIfBetter(candidate: Candidate, keepConstant = false): boolean {
    const first = this.tried.length === 0;
    const key = keyOf(candidate);
    if (this.#known.has(key) || this.tried.length >= this.#limits.models) return false;
    this.#known.add(key);
    const { criterion, sound } = this.#score(candidate);
    this.tried.push({ candidate, criterion, sound });
    const better = criterion < this.#best && sound();
    if (better) this.#best = criterion;
    if (better || first) this.#at = keepConstant ? { ...candidate, constant: this.#at.constant } : candidate;
    return better;
  }

  /** To the first better neighbour; false when there is none. */
  improve(): boolean {
    const from = this.#at;
    for (const move of MOVES) {
      const next = {
        p: from.p + move.p,
        q: from.q + move.q,
        seasonalP: from.seasonalP + move.seasonalP,
        seasonalQ: from.seasonalQ + move.seasonalQ,
        constant: from.constant,
      };
      if (this.#allows(next) && this.goIfBetter(next)) return true;
    }
    return this.#limits.constant && this.goIfBetter({ ...from, constant: !from.constant });
  }

  #allows({ p, q, seasonalP, seasonalQ }: Orders): boolean {
    const limits = this.#limits;
    return (
      Math.min(p, q, seasonalP, seasonalQ) >= 0 &&
      p <= limits.p &&
      q <= limits.q &&
      seasonalP <= limits.seasonalP &&
      seasonalQ <= limits.seasonalQ
    );
  }
}

function keyOf({ p, q, seasonalP, seasonalQ, constant }: Candidate): string {
  return `${p} ${q} ${seasonalP} ${seasonalQ} ${constant}`;
}
