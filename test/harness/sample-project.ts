import type { SampleColumn, SampleRow } from "../../src/build/sample-lake.ts";
import { createRng } from "../../src/core/rng.ts";

/** What the sample project says about its events. */
export const SAMPLE_PROJECT = {
  project: { name: "shop", timezone: "Europe/Berlin" },
  sources: {
    shop: {
      path: "x.csv",
      events: {
        time: "t",
        name: "n",
        user: "u",
        item: "i",
        session: "s",
        value: { expr: "price", events: ["purchase"] },
        order: "invoice",
      },
      geo: { country: "country", city: "city" },
    },
  },
  dimensions: {
    plan: {},
    country: {},
    city: { parent: "country" },
    phase: { rules: [{ when: { event: "purchase" }, then: "buy" }], default: "look" },
  },
  metrics: {
    events: { kind: "count", good: "up", unit: "events" },
    users: { kind: "distinct", unit: "users", good: "up" },
    revenue: { kind: "sum", of: "value", unit: "EUR", good: "up", goal: 50 },
    price: { kind: "mean", of: "value", unit: "EUR" },
    median_price: { kind: "quantile", of: "value", q: 0.5, unit: "EUR" },
    buyers: { kind: "count", entity: "user", filter: { event: "purchase" }, unit: "users" },
    new_users: { kind: "count", entity: "user", filter: { is_new: true }, unit: "users" },
    lookers: { kind: "count", entity: "user", did: { event: "view", at_least: 2 }, did_not: { event: "purchase" } },
    sessions: { kind: "count", entity: "session", unit: "sessions" },
    cart_sessions: { kind: "count", entity: "session", did: [{ event: "cart" }, { event: "view" }] },
    session_length: { kind: "mean", of: "duration_s", entity: "session", unit: "s" },
    orders: { kind: "count", entity: "order", unit: "orders" },
    purchases: { kind: "count", filter: { event: "purchase" }, unit: "events" },
    views: { kind: "count", filter: { event: "view" }, unit: "events" },
    conversion: { kind: "ratio", numerator: "purchases", denominator: "views", unit: "share", good: "up" },
    score: { kind: "sum", of: "score" },
  },
  segments: {
    buyers: { did: { event: "purchase" } },
    pro: { where: { plan: "pro" } },
  },
  funnels: { buy: { steps: ["view", "cart", "purchase"] } },
};

/** The columns of its only source, `shop`. */
export const SAMPLE_COLUMNS: readonly SampleColumn[] = [
  ["event_time", "time", "timestamp"],
  ["event", "event", "text"],
  ["user_id", "user", "integer"],
  ["session_id", "session", "integer"],
  ["item_id", "item", "integer"],
  ["value", "value", "decimal(18,2)"],
  ["plan", "column", "text"],
  ["country", "column", "text"],
  ["city", "column", "text"],
  ["invoice", "column", "text"],
  ["score", "column", "number"],
];

/** Deterministic events over 25 days, a change of clocks among them, with rows that lack a user, a plan or a city. */
export function sampleEvents(): readonly SampleRow[] {
  const rng = createRng(11);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(rng() * list.length)];
  const cities: Readonly<Record<string, readonly (string | null)[]>> = {
    DE: ["Berlin", "Halle", null],
    US: ["Berlin", "Austin"],
  };
  return Array.from({ length: 400 }, (_, i): SampleRow => {
    const ms = Date.UTC(2024, 2, 10) + Math.floor(rng() * 25 * 86_400_000);
    const user = rng() < 0.06 ? null : 1 + Math.floor(rng() * 40);
    const event = pick(["view", "view", "view", "cart", "purchase"]) ?? "view";
    const country = pick(["DE", "US"]) ?? "DE";
    return {
      event_time: new Date(ms).toISOString().slice(0, 19).replace("T", " "),
      event,
      user_id: user,
      session_id: user === null ? null : user * 1000 + Math.floor(ms / 86_400_000),
      item_id: 1 + (i % 17),
      value: event === "purchase" ? Math.round(rng() * 5000) / 100 : null,
      plan: pick(["pro", "free", null]) ?? null,
      country,
      city: pick(cities[country] ?? []) ?? null,
      invoice: event === "purchase" ? `o${i % 60}` : null,
      score: rng() * 10 - 3,
    };
  });
}
