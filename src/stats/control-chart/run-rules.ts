/**
 * A signal on `needed` of the last `window` points, the last among them, that lie on one side beyond `beyond`
 * standard errors (`side: "same"`), beyond them on either side (`"both"`), or nearer than them (`"within"`).
 */
export interface ZoneRule {
  readonly id: string;
  readonly text: string;
  readonly window: number;
  readonly needed: number;
  readonly beyond: number;
  readonly side: "same" | "both" | "within";
}

/** A signal on the order of the last `window` points. */
export interface TrendRule {
  readonly id: string;
  readonly text: string;
  readonly window: number;
  readonly trend: "monotone" | "alternating";
}

export type RunRule = ZoneRule | TrendRule;

const BEYOND_LIMITS: ZoneRule = {
  id: "beyond-limits",
  text: "a point beyond three standard errors",
  window: 1,
  needed: 1,
  beyond: 3,
  side: "same",
};
const TWO_OF_THREE: ZoneRule = {
  id: "two-of-three",
  text: "two of three points beyond two standard errors on one side",
  window: 3,
  needed: 2,
  beyond: 2,
  side: "same",
};
const FOUR_OF_FIVE: ZoneRule = {
  id: "four-of-five",
  text: "four of five points beyond one standard error on one side",
  window: 5,
  needed: 4,
  beyond: 1,
  side: "same",
};

function runOf(window: number): ZoneRule {
  return {
    id: `run-of-${window}`,
    text: `${window} points in a row on one side of the centre`,
    window,
    needed: window,
    beyond: 0,
    side: "same",
  };
}

/** Western Electric's handbook (1956). All four together give a false signal every 92 points. */
export const WESTERN_ELECTRIC: readonly ZoneRule[] = [BEYOND_LIMITS, TWO_OF_THREE, FOUR_OF_FIVE, runOf(8)];

/** Nelson (1984), in his order. */
export const NELSON: readonly RunRule[] = [
  BEYOND_LIMITS,
  runOf(9),
  { id: "trend-of-6", text: "six points in a row that rise, or that fall", window: 6, trend: "monotone" },
  {
    id: "alternating-14",
    text: "fourteen points in a row that go up and down in turn",
    window: 14,
    trend: "alternating",
  },
  TWO_OF_THREE,
  FOUR_OF_FIVE,
  {
    id: "fifteen-within",
    text: "fifteen points in a row within one standard error: limits too wide, or layers mixed",
    window: 15,
    needed: 15,
    beyond: 1,
    side: "within",
  },
  {
    id: "eight-outside",
    text: "eight points in a row beyond one standard error on either side: two processes mixed",
    window: 8,
    needed: 8,
    beyond: 1,
    side: "both",
  },
];

/** Ids of the rules that signal at each point. @param z points in standard errors from their centre */
export function signals(z: ArrayLike<number>, rules: readonly RunRule[]): readonly (readonly string[])[] {
  return Array.from({ length: z.length }, (_, at) =>
    rules.filter((rule) => ("trend" in rule ? trendAt(z, at, rule) : zoneAt(z, at, rule))).map(({ id }) => id),
  );
}

function zoneAt(z: ArrayLike<number>, at: number, rule: ZoneRule): boolean {
  const tests = rule.side === "same" ? [1, -1].map((sign) => (x: number) => sign * x > rule.beyond) : [zoneTest(rule)];
  return tests.some((inZone) => {
    if (at + 1 < rule.needed || !inZone(z[at] as number)) return false;
    let count = 0;
    for (let i = Math.max(0, at - rule.window + 1); i <= at; i++) if (inZone(z[i] as number)) count++;
    return count >= rule.needed;
  });
}

/** Whether a point counts for a rule that does not ask for a side. */
export function zoneTest({ beyond, side }: ZoneRule): (z: number) => boolean {
  return side === "within" ? (z) => Math.abs(z) < beyond : (z) => Math.abs(z) > beyond;
}

function trendAt(z: ArrayLike<number>, at: number, { window, trend }: TrendRule): boolean {
  if (at + 1 < window) return false;
  let direction = 0;
  for (let i = at - window + 2; i <= at; i++) {
    const step = Math.sign((z[i] as number) - (z[i - 1] as number));
    if (step === 0 || (direction !== 0 && step !== (trend === "monotone" ? direction : -direction))) return false;
    direction = step;
  }
  return true;
}
