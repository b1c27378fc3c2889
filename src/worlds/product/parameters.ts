import { addDays, DAY_MS, offsetSpans, startOfDayMs } from "../../core/calendar.ts";
import { AppError } from "../../core/errors.ts";
import type { WorldRequest } from "../world.ts";

/** The project's zone: days, hours and weeks of the world are its own. */
export const ZONE = "Europe/Moscow";

/** Constants of the world. */
export const PRODUCT = {
  /** How fast the product grows: newcomers per day rise linearly by this share of the first day's. */
  newcomerGrowthPerDay: 0.004,
  adsShare: 0.45,
  /** Organic newcomers of the launch: `extra` times the usual on the first day, fading with `fadeDays`. */
  launch: { extra: 8, fadeDays: 8 },
  /** Kinds of users, of whom `both` choose a service anew every day. */
  kinds: { feed: 0.56, messenger: 0.04, both: 0.4 },
  /** Of the active days of users of both services with a message, the share that has feed events too. */
  feedBesideMessages: 0.7,
  /** Share of the active days of users of both services on which they send, and the same on pulse days. */
  sending: { usual: 0.25, pulse: 0.45 },
  pulse: { everyDays: 3, phase: 2 },
  visitsPerDay: 1.8,
  visitsMax: 4,
  activityLogSd: 0.45,
  activityRange: [0.5, 4],
  viewsLogMean: 1.5,
  viewsLogSd: 0.75,
  viewsMax: 60,
  messagesLogMean: 0.7,
  messagesLogSd: 0.8,
  messagesMax: 40,
  /** Seconds between two views: `min` and an exponential part. */
  viewGap: { min: 8, mean: 14, max: 90 },
  messageGap: { min: 60, mean: 800, max: 3600 },
  /** Seconds from a view to its like, exponential. */
  viewToLike: { min: 1, mean: 75, max: 900 },
  /** Share of views with a like: mean and spread over users. */
  ctr: { mean: 0.21, sd: 0.045, range: [0.03, 0.5] },
  /** Age of a post at its view in days, exponential. */
  postAge: { meanDays: 2.5, maxDays: 30 },
  /** Monday to Sunday: visits per active user. */
  weekday: [1.0, 0.98, 0.97, 0.98, 1.02, 1.12, 1.1],
  /** 0 to 23 h in the project's zone, Monday to Friday, and at the weekend. */
  hourOfWorkday: [20, 15, 12, 10, 10, 11, 16, 30, 44, 46, 44, 44, 50, 52, 48, 46, 48, 54, 62, 70, 74, 70, 54, 32],
  hourOfWeekend: [28, 21, 15, 12, 10, 10, 11, 14, 24, 36, 46, 52, 56, 58, 58, 58, 58, 60, 62, 66, 68, 64, 52, 36],
  /** Newcomers of the campaign: times those of the middle one of the five same weekdays before it. */
  campaign: { newcomers: 3.5, middleWeekdayBefore: 21 },
  flashMob: { views: 2 },
  messageSpike: { messages: 3 },
  experiment: {
    salt: "exp_mess_1",
    groups: 4,
    h1: { control: 1, test: 2, lowCtr: 0.1, highCtr: 0.3, highShare: 0.495, mixtureDays: 6 },
    h2: { control: 0, test: 3, effect: 0.0164 },
  },
} as const;

export const AGE_GROUPS = [
  { name: "<18", from: 13, to: 17, share: 0.1 },
  { name: "18-24", from: 18, to: 24, share: 0.33 },
  { name: "25-34", from: 25, to: 34, share: 0.28 },
  { name: "35-44", from: 35, to: 44, share: 0.17 },
  { name: "45-54", from: 45, to: 54, share: 0.08 },
  { name: "55+", from: 55, to: 74, share: 0.04 },
] as const;

export const OPERATING_SYSTEMS = [
  { name: "Android", share: 0.65 },
  { name: "iOS", share: 0.35 },
] as const;

/** Share of users with gender 1, which the project file names female; the others have 0. */
export const FEMALE_SHARE = 0.45;

/** How users came: the campaign's newcomers carry the source `ads` as those of other days do. */
export const COHORT_CLASSES = ["organic", "ads", "campaign"] as const;
export type CohortClass = (typeof COHORT_CLASSES)[number];

/** Days after the campaign on which its cohort comes back once more, and the share that does. */
export const ECHO = { later: 9, share: 0.09 } as const;

/** Share of a class's newcomers who are active `later` days after their first day. */
export function retentionAt(kind: CohortClass, later: number): number {
  if (later === 0) return 1;
  const since = later - 1;
  const ads = 0.1 + 0.12 * Math.exp(-since / 14) + 0.08 * Math.exp(-since / 1.5);
  const campaign = later === ECHO.later ? ECHO.share : 0.025 + 0.015 * Math.exp(-since / 8);
  const share = { organic: 1.1 * ads, ads, campaign }[kind];
  return Math.round(share * 1e4) / 1e4;
}

/** First day and length of each one-time plant, counted from the first day of the window. */
const PLANTS = {
  aa_week: { from: 20, days: 7 },
  ab_week: { from: 27, days: 7 },
  campaign: { from: 40, days: 1 },
  flash_mob: { from: 41, days: 7 },
  outage: { from: 49, days: 1 },
  message_spike: { from: 64, days: 1 },
} as const;
export type PlantName = keyof typeof PLANTS;

/** Days `from` to `to - 1`, numbered from the first day of the window. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

export interface ProductPlan {
  readonly start: string;
  readonly days: number;
  /** Unix second of the first midnight. */
  readonly startS: number;
  readonly postsPerDay: number;
  /** The plants that lie wholly in the window. */
  readonly plants: Readonly<Partial<Record<PlantName, DayRange>>>;
  readonly omitted: readonly PlantName[];
}

/**
 * Everything that follows from the request before a random number is drawn.
 * @throws AppError USAGE when the zone's clocks change in the window
 */
export function productPlan({ events, days, start }: Pick<WorldRequest, "events" | "days" | "start">): ProductPlan {
  const startMs = startOfDayMs(start, ZONE);
  if (offsetSpans(ZONE, startMs, startMs + days * DAY_MS).length > 1) {
    throw new AppError("USAGE", `--start ${start}: the clocks of ${ZONE} change in the window`, {
      hint: "start after 2014-10-26, since when they stand still",
    });
  }
  const ranges = Object.entries(PLANTS).map(([name, plant]) => {
    return [name as PlantName, { from: plant.from, to: plant.from + plant.days }] as const;
  });
  return {
    start,
    days,
    startS: startMs / 1000,
    postsPerDay: 4 * Math.max(10, Math.round(0.027 * Math.sqrt(events))),
    plants: Object.fromEntries(ranges.filter(([, { to }]) => to <= days)),
    omitted: ranges.filter(([, { to }]) => to > days).map(([name]) => name),
  };
}

export function within(range: DayRange | undefined, day: number): boolean {
  return range !== undefined && day >= range.from && day < range.to;
}

/** The calendar days of a range. */
export function dayNames({ start }: ProductPlan, { from, to }: DayRange): readonly string[] {
  return Array.from({ length: to - from }, (_, i) => addDays(start, from + i));
}

/** 0 is Monday. */
export function weekdayOf({ start }: Pick<ProductPlan, "start">, day: number): number {
  return (new Date(`${addDays(start, day)}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export interface Cohort {
  readonly day: number;
  readonly kind: CohortClass;
  /** Newcomers in units of the first day's without the launch. */
  readonly weight: number;
}

/** Newcomers by day and class. */
export function cohorts({ days, plants }: ProductPlan): readonly Cohort[] {
  const { newcomerGrowthPerDay, adsShare, launch, campaign } = PRODUCT;
  const growth = (day: number): number => 1 + newcomerGrowthPerDay * day;
  return Array.from({ length: days }, (_, day): Cohort[] => {
    const organic = (1 - adsShare) * growth(day) * (1 + launch.extra * Math.exp(-day / launch.fadeDays));
    const bought = within(plants.campaign, day);
    const ads = bought ? campaign.newcomers * growth(day - campaign.middleWeekdayBefore) : growth(day);
    return [
      { day, kind: "organic", weight: organic },
      { day, kind: bought ? "campaign" : "ads", weight: adsShare * ads },
    ];
  }).flat();
}

/** Active days that one user has in the window, in expectation. */
export function activeDaysPerUser(plan: ProductPlan): number {
  const all = cohorts(plan);
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  return all.reduce((sum, { day, kind, weight }) => {
    const days = Array.from({ length: plan.days - day }, (_, later) => retentionAt(kind, later));
    return sum + (weight / total) * days.reduce((a, share) => a + share, 0);
  }, 0);
}
