import { Project } from "../../src/contract/project/project.ts";
import type { LogSource } from "./random-log.ts";

/** A kind of project for random logs: what differs in how their events are read. */
export interface LogWorld {
  readonly name: string;
  readonly zone: string;
  readonly weekStart: "monday" | "sunday";
  /** Ids of users are 64-bit integers beyond what a double holds, or text in which only normalisation or case differs. */
  readonly users: "integer" | "text";
  /** Sources whose session ids are the vendor's; sessions of the others end after 30 idle minutes. */
  readonly vendor: readonly LogSource[];
  readonly sessions: "integer" | "text";
  /** Instants at which logs begin: each lies some hours before clocks change. */
  readonly starts: readonly string[];
}

export const LOG_WORLDS: readonly LogWorld[] = [
  {
    name: "sessions by pauses, Berlin",
    zone: "Europe/Berlin",
    weekStart: "monday",
    users: "integer",
    vendor: [],
    sessions: "integer",
    starts: ["2024-03-30T20:00:00Z", "2024-10-26T20:00:00Z"],
  },
  {
    name: "sessions by pauses, St. John's, where clocks changed a minute after midnight",
    zone: "America/St_Johns",
    weekStart: "sunday",
    users: "text",
    vendor: [],
    sessions: "integer",
    starts: ["2010-03-13T20:00:00Z", "2010-11-06T20:00:00Z"],
  },
  {
    name: "one source with the vendor's sessions as text, UTC, over the end of a year and a leap day",
    zone: "UTC",
    weekStart: "sunday",
    users: "integer",
    vendor: ["app"],
    sessions: "text",
    starts: ["2023-12-31T04:00:00Z", "2024-02-28T12:00:00Z"],
  },
  {
    name: "the vendor's sessions as integers, Lord Howe, where clocks move by half an hour",
    zone: "Australia/Lord_Howe",
    weekStart: "monday",
    users: "text",
    vendor: ["web", "app"],
    sessions: "integer",
    starts: ["2024-04-06T06:00:00Z", "2024-10-05T06:00:00Z"],
  },
];

/** The project of a world, with metrics of every kind and entity. */
export function worldProject({ zone, weekStart, vendor }: LogWorld): Project {
  const source = (id: LogSource): object => ({
    path: `${id}.csv`,
    events: {
      time: "t",
      name: "n",
      user: "u",
      item: "i",
      value: { expr: "price", events: ["purchase", "refund"] },
      order: "invoice",
      ...(vendor.includes(id) ? { session: "s" } : {}),
    },
  });
  return Project.parse({
    project: { name: "sample", timezone: zone, week_start: weekStart },
    sources: { web: source("web"), app: source("app") },
    dimensions: {
      log: {},
      plan: {},
      country: {},
      city: { parent: "country" },
      kind: {
        rules: [
          { when: { event: ["purchase", "refund"] }, then: "money" },
          { when: { plan: { regex: "^p.o$" } }, then: "pro" },
          { when: { city: { contains: "%" } }, then: "odd" },
        ],
        default: "looking",
      },
    },
    funnels: { buy: { steps: ["view", CART, BIG_PURCHASE] } },
    metrics: METRICS,
    segments: {
      buyers: { did: { event: "purchase" } },
      pro: { where: { plan: "pro" } },
      not_buyers: { not: { did: { event: "purchase" } } },
      returning: {
        any: [
          { did: { at_least: 4 } },
          { sequence: { first: { event: "view" }, then: { event: "cart" }, within: "12h" } },
        ],
      },
    },
  });
}

const CART = { event: ["cart", "view"], where: { plan: { ne: "free" }, city: { is_null: false } } };
const BIG_PURCHASE = {
  event: "purchase",
  where: { next_event: { ne: "cart" } },
  value: { expr: "value * 2", gte: 10 },
};

const METRICS = {
  events: { kind: "count" },
  app_events: { kind: "count", on: "app" },
  purchases: { kind: "count", filter: { event: "purchase" } },
  views: { kind: "count", filter: { event: { prefix: "vi" } } },
  entries: { kind: "count", filter: { is_new_session: true } },
  users: { kind: "distinct" },
  app_users: { kind: "distinct", on: "app" },
  items_seen: { kind: "distinct", of: "item_id" },
  revenue: { kind: "sum", of: "value" },
  tripled: { kind: "sum", of: "value * 3 - 0.01", filter: { event: "purchase" } },
  score: { kind: "sum", of: "score * 1.5" },
  price: { kind: "mean", of: "value" },
  mean_score: { kind: "mean", of: "score", filter: { plan: { ne: "free" } } },
  median_value: { kind: "quantile", of: "value", q: 0.5 },
  high_score: { kind: "quantile", of: "score", q: 0.9 },
  buyers: { kind: "count", entity: "user", filter: { event: "purchase" } },
  busy_users: { kind: "count", entity: "user", filter: { events: { gte: 3 } } },
  new_users: { kind: "count", entity: "user", filter: { is_new: true } },
  lookers: { kind: "count", entity: "user", did: { event: "view", at_least: 2 }, did_not: { event: "purchase" } },
  spend: { kind: "mean", of: "value", entity: "user" },
  sessions: { kind: "count", entity: "session" },
  cart_sessions: { kind: "count", entity: "session", did: [{ event: "cart" }, { event: "view" }] },
  session_length: { kind: "mean", of: "duration_s", entity: "session" },
  long_cart: { kind: "quantile", of: "duration_s", q: 0.25, entity: "session", filter: { event: "cart" } },
  app_sessions: { kind: "count", entity: "session", on: "app" },
  item_users: { kind: "sum", of: "users", entity: "item" },
  orders: { kind: "count", entity: "order" },
  order_value: { kind: "mean", of: "value", entity: "order" },
  conversion: { kind: "ratio", numerator: "purchases", denominator: "views" },
  per_session: { kind: "ratio", numerator: "revenue", denominator: "sessions" },
  per_user: { kind: "ratio", numerator: "events", denominator: "users" },
};
