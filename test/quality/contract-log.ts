import { type LogFixture, steadyLog } from "./checked-log.ts";

export const BASE = `
project: { name: test }
sources:
  events: { path: e.csv, events: { time: t, name: n, user: customer, value: price } }
  products: { path: p.csv, table: { key: item } }
`;
export const PRODUCTS = "create table fct_products as select 'i' || i as item, i as price from range(90) r(i)";
/** A project of events and a keyed table with these `checks:`, over a steady log. */
export const withChecks = (checks: string, events = steadyLog({ hours: 48 })): LogFixture => ({
  project: `${BASE}checks:\n${checks
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n")}`,
  events,
  setup: [PRODUCTS],
  files: [
    { source: "events", kept: 1920 },
    { source: "products", kept: 90 },
  ],
});
