import type { WorldRequest } from "../world.ts";

const DAY_MS = 86_400_000;

/** Basket pairs with a known lift: A in `pA` of baskets; then B follows with `confidence`; B alone in `pB`. */
export const AFFINITIES = [
  { pA: 0.015, pB: 0.005, confidence: 0.5 },
  { pA: 0.015, pB: 0.01, confidence: 0.45 },
  { pA: 0.012, pB: 0.01, confidence: 0.4 },
  { pA: 0.012, pB: 0.015, confidence: 0.35 },
  { pA: 0.012, pB: 0.02, confidence: 0.3 },
  { pA: 0.012, pB: 0.02, confidence: 0.25 },
  { pA: 0.01, pB: 0.025, confidence: 0.2 },
  { pA: 0.01, pB: 0.03, confidence: 0.15 },
  { pA: 0.01, pB: 0.03, confidence: 0.12 },
  { pA: 0.01, pB: 0.04, confidence: 0.1 },
] as const;

/** Constants of the world; counted quantities are set so that the event mix is 94.9 / 3.6 / 1.5 %. */
export const SHOP = {
  /** Tail exponent of sessions per active week and user. */
  activityAlpha: 1.95,
  activityMax: 120,
  /** log of the odds-like multiplier of the buying probability per standard deviation of the user's latent intent. */
  intentWeight: 0.8,
  /** How intent shows in views per session: log-views per standard deviation. */
  intentOnViews: 0.2,
  /** Probability that a session of a user with intent 0 buys, and that one that does not buy leaves a cart. */
  buyAtZero: 0.0402,
  buyMax: 0.6,
  cartAtZero: 0.071,
  cartMax: 0.8,
  viewsLogMean: 0.78,
  viewsLogSd: 1.08,
  viewsMax: 150,
  secondItemShare: 0.15,
  thirdItemShare: 0.2,
  cartBeforePurchaseShare: 0.7,
  burstShare: 0.03,
  burstMax: 78,
  idleShare: 0.03,
  existingUsersShare: 0.22,
  promo: { traffic: 2.5, conversion: 1.4, discount: 0.1 },
  coldViewShare: 0.015,
  /** Monday to Sunday. */
  weekday: [1.0, 0.98, 0.97, 1.0, 1.08, 1.2, 1.15],
  /** 0 to 23 h UTC. */
  hour: [14, 10, 12, 20, 34, 46, 54, 58, 60, 60, 58, 56, 56, 58, 62, 68, 74, 76, 70, 58, 44, 32, 24, 18],
} as const;

/** Share of a week's cohort that is active `week` weeks after its first week. */
export function retentionAt(week: number): number {
  return week === 0 ? 1 : Math.round((0.1 + 0.28 * Math.exp(-0.45 * (week - 1))) * 1e4) / 1e4;
}

/** Lift that the planted pair has in expectation. */
export function plantedLift({ pA, pB, confidence }: (typeof AFFINITIES)[number]): number {
  return confidence / (pB + pA * confidence);
}

export interface ShopPlan {
  readonly days: number;
  readonly startMs: number;
  readonly products: number;
  /** Products with numbers at or above this are new and never bought. */
  readonly regularProducts: number;
  readonly coldFromDay: number;
  readonly promoFromDay: number;
  readonly promoDays: number;
  /** First day after the propensity cut-off. */
  readonly cutDay: number;
  readonly weeks: readonly ShopWeek[];
}

export interface ShopWeek {
  readonly week: number;
  /** Day number of the week's Monday; negative for a first week that begins before the window. */
  readonly monday: number;
  /** Traffic of the week's days, Monday first, in units of an average day; days outside the window included. */
  readonly weights: readonly number[];
  /** How much the promotion raises the week's sessions. */
  readonly intensity: number;
  readonly insideShare: number;
  readonly daysInside: number;
}

/** Everything that follows from the request before a random number is drawn. */
export function shopPlan({ events, days, start }: Pick<WorldRequest, "events" | "days" | "start">): ShopPlan {
  const startMs = Date.parse(`${start}T00:00:00Z`);
  const products = Math.max(250, Math.round(206_876 * Math.sqrt(events / 110e6)));
  const promoFromDay = Math.floor(0.75 * days);
  const promoDays = Math.max(1, Math.round(days / 20));
  const mondayOffset = (new Date(startMs).getUTCDay() + 6) % 7;
  const weekCount = Math.ceil((days + mondayOffset) / 7);
  const weeks = Array.from({ length: weekCount }, (_, week): ShopWeek => {
    const monday = week * 7 - mondayOffset;
    const promo = (day: number): number =>
      day >= promoFromDay && day < promoFromDay + promoDays ? SHOP.promo.traffic : 1;
    const weights = SHOP.weekday.map((w, i) => w * promo(monday + i));
    const inside = weights.filter((_, i) => monday + i >= 0 && monday + i < days);
    const sum = (xs: readonly number[]): number => xs.reduce((a, x) => a + x, 0);
    return {
      week,
      monday,
      weights,
      intensity: sum(weights) / sum(SHOP.weekday),
      insideShare: sum(inside) / sum(weights),
      daysInside: inside.length,
    };
  });
  const cold = Math.max(5, Math.round(products * 0.01));
  return {
    days,
    startMs,
    products,
    regularProducts: products - cold,
    coldFromDay: Math.floor((2 * days) / 3),
    promoFromDay,
    promoDays,
    cutDay: Math.ceil(days / 2),
    weeks,
  };
}

/** Share of users first seen in each week. */
export function cohortShares(plan: ShopPlan): readonly number[] {
  const fresh = plan.weeks.map((w) => (w.daysInside / 7) * Math.sqrt(w.intensity));
  const total = fresh.reduce((a, x) => a + x, 0);
  return fresh.map((x, i) => (1 - SHOP.existingUsersShare) * (x / total) + (i === 0 ? SHOP.existingUsersShare : 0));
}

/** Sessions that one user has over the whole window, in expectation. */
export function sessionsPerUser(plan: ShopPlan): number {
  const { activityAlpha: a, activityMax: cap } = SHOP;
  const meanActivity = (a - cap ** (1 - a)) / (a - 1);
  const shares = cohortShares(plan);
  const weeks = shares.reduce((sum, share, cohort) => {
    const later = plan.weeks.filter((w) => w.week > cohort);
    const first = plan.weeks[cohort]?.intensity ?? 1;
    return (
      sum + share * (first + later.reduce((s, w) => s + retentionAt(w.week - cohort) * w.intensity * w.insideShare, 0))
    );
  }, 0);
  return weeks * meanActivity;
}

/** UTC day `YYYY-MM-DD` of a day number. */
export function dayText(plan: Pick<ShopPlan, "startMs">, day: number): string {
  return new Date(plan.startMs + day * DAY_MS).toISOString().slice(0, 10);
}
