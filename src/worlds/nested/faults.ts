import { ROWS_PER_SESSION } from "./parameters.ts";

/** Columns that a fault may be limited to, with the value it is limited to. */
export type Scope = Readonly<Partial<Record<"country_name" | "os" | "browser" | "utm_medium" | "utm_source", string>>>;

/**
 * What goes wrong: `traffic` drops sessions, `cart` and `order` make the step rarer, `silence` leaves no row,
 * `surge` adds sessions like the others, `bot` adds page views of one visitor.
 */
export type FaultKind = "traffic" | "cart" | "order" | "silence" | "surge" | "bot";

export interface Fault {
  readonly name: string;
  readonly kind: FaultKind;
  readonly scope: Scope;
  /** Number of the first hour of the window. */
  readonly fromHour: number;
  readonly hours: number;
  /** What is left of the traffic or the chance in the first and the last hour; for surges and bots, what is added per hour. */
  readonly factor: readonly [number, number];
}

interface Planted {
  readonly name: string;
  readonly kind: FaultKind;
  readonly scope: Scope;
  readonly hourOfDay: number;
  readonly hours: number;
  readonly factor: number;
}

/** One per stretch of days in the second half of the window, in this order. */
const PLANTED: readonly Planted[] = [
  {
    name: "ios_us_orders",
    kind: "order",
    scope: { os: "iOS", country_name: "United States" },
    hourOfDay: 13,
    hours: 9,
    factor: 0.1,
  },
  { name: "site_dip", kind: "traffic", scope: {}, hourOfDay: 15, hours: 5, factor: 0.55 },
  { name: "tiktok_traffic", kind: "traffic", scope: { utm_source: "tiktok" }, hourOfDay: 9, hours: 12, factor: 0.1 },
  { name: "android_carts", kind: "cart", scope: { os: "Android" }, hourOfDay: 12, hours: 6, factor: 0.25 },
  { name: "silent_hour", kind: "silence", scope: {}, hourOfDay: 18, hours: 1, factor: 0 },
  { name: "ios_traffic", kind: "traffic", scope: { os: "iOS" }, hourOfDay: 14, hours: 6, factor: 0.6 },
  {
    name: "bot_spike",
    kind: "bot",
    scope: { country_name: "Germany", os: "Linux", browser: "Chrome" },
    hourOfDay: 2,
    hours: 2,
    factor: 2,
  },
  { name: "payment", kind: "order", scope: {}, hourOfDay: 11, hours: 8, factor: 0.5 },
  {
    name: "google_surge",
    kind: "surge",
    scope: { utm_medium: "cpc", utm_source: "google" },
    hourOfDay: 19,
    hours: 1,
    factor: 0.8,
  },
];

/** Traffic from mails that is lost little by little, from a quarter of the window to its half. */
const DRIFT = { name: "email_drift", scope: { utm_medium: "email" }, last: 0.4 } as const;

/** The faults of a window; no hour has two. */
export function faultsOf(days: number): readonly Fault[] {
  const half = Math.floor(days / 2);
  const spacing = (days - half - 1) / PLANTED.length;
  const from = Math.floor(days / 4);
  const drift: Fault = {
    name: DRIFT.name,
    kind: "traffic",
    scope: DRIFT.scope,
    fromHour: from * 24,
    hours: (half - from) * 24,
    factor: [1, DRIFT.last],
  };
  const sudden = PLANTED.map(({ hourOfDay, factor, ...fault }, i): Fault => {
    const day = half + Math.floor(i * spacing);
    return { ...fault, fromHour: day * 24 + hourOfDay, factor: [factor, factor] };
  });
  return [drift, ...sudden];
}

/** Whole days on which nothing is wrong. */
export function quietDays(days: number): readonly number[] {
  const faulty = new Set(
    faultsOf(days).flatMap(({ fromHour, hours }) =>
      Array.from({ length: hours }, (_, i) => Math.floor((fromHour + i) / 24)),
    ),
  );
  return Array.from({ length: days }, (_, day) => day).filter((day) => !faulty.has(day));
}

/** What is left in each hour of a fault. */
export function factorAt({ hours, factor: [first, last] }: Fault, hour: number): number {
  return hours === 1 ? last : first + ((last - first) * hour) / (hours - 1);
}

/** Sessions of an average hour of the whole site. */
export function sessionsPerHour(events: number, days: number): number {
  return events / ROWS_PER_SESSION / (24 * days);
}
