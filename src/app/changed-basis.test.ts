import { expect, test } from "vitest";
import { Project } from "../contract/project/project.ts";
import { changedBasis } from "./changed-basis.ts";
import { numberDefinitions } from "./result-identity.ts";

const SHOP = {
  project: { name: "shop" },
  sources: {
    log: {
      path: "log/*.csv",
      events: { time: "at", user: "who", name: "what", value: "price" },
      columns: { at: "timestamp", price: "number", quantity: "integer", colour: "text" },
    },
    orders: { path: "orders.csv", table: { time: "paid", joins: { items: { on: "item" } } } },
    items: { path: "items.csv", table: { key: "item" } },
  },
  dimensions: { country: {}, device: {}, tier: { rules: [{ when: { country: "de" }, then: "one" }] } },
  metrics: {
    revenue: { kind: "sum", of: "value", filter: { tier: "one" } },
    paid: { kind: "count", on: "orders" },
    rate: { kind: "ratio", numerator: "revenue", denominator: "paid" },
  },
  segments: {
    buyers: { did: { event: "signup" }, any: [{ segment: "loyal" }, { not: { segment: "fans" } }] },
    loyal: { funnel: { funnel: "purchase", outcome: "converted" } },
    fans: { where: { device: "phone" } },
    others: { where: { country: "de" } },
  },
  funnels: { purchase: { steps: ["view", { event: "buy", label: "Bought" }] } },
};
const BASIS = {
  metric: "revenue",
  segment: "buyers",
  where: [{ dimension: "country", not: false, values: ["de"] }],
};

type Basis = Parameters<typeof changedBasis>[1];
type Key = Exclude<keyof typeof SHOP, "project">;
const receipt = JSON.parse(JSON.stringify(numberDefinitions(Project.parse(SHOP))));
/** What is said to have changed when definitions of a section are replaced or added. */
const changes = (section: Key, others: object, basis: Basis = BASIS): readonly string[] =>
  changedBasis(receipt, basis, Project.parse({ ...SHOP, [section]: { ...SHOP[section], ...others } }));
const { log, orders, items } = SHOP.sources;

test("only what the number rests on is named", () => {
  expect(changes("funnels", { signup: { steps: ["view", "signup"] } })).toEqual([]);
  expect(changes("segments", { others: { where: { country: "fr" } } })).toEqual([]);
  expect(changes("dimensions", { browser: {} })).toEqual([]);
  expect(changes("sources", { items: { ...items, table: { key: "sku" } } })).toEqual([]);
  expect(changes("sources", { costs: { path: "costs.csv", table: {} } })).toEqual([]);
});

test("words are no definitions", () => {
  expect(changes("dimensions", { country: { label: "Land" } })).toEqual([]);
  expect(changes("segments", { loyal: { ...SHOP.segments.loyal, description: "They came back" } })).toEqual([]);
  expect(changes("funnels", { purchase: { label: "Way", steps: ["view", { event: "buy", label: "Paid" }] } })).toEqual(
    [],
  );
  expect(changes("sources", { log: { ...log, path: "elsewhere", late_days: 2 } })).toEqual([]);
});

test("a segment is what it is made of, at any depth", () => {
  expect(changes("segments", { fans: { where: { device: "desk" } } })).toEqual(["segments.fans"]);
  expect(changes("funnels", { purchase: { steps: ["view", "pay"] } })).toEqual(["funnels.purchase"]);
  expect(changes("dimensions", { device: { column: "agent" } })).toEqual(["dimensions.device"]);
});

test("a metric is the dimensions and the sources it is counted from", () => {
  expect(changes("dimensions", { tier: { column: "class" } })).toEqual(["dimensions.tier"]);
  const value = "price * quantity";
  expect(changes("sources", { log: { ...log, events: { ...log.events, value } } })).toEqual(["sources.log"]);
  expect(changes("sources", { log: { ...log, dedupe: "none" } })).toEqual(["sources.log"]);
  const columns = { ...log.columns, price: { type: "number", nulls: ["0"] } };
  expect(changes("sources", { log: { ...log, columns } })).toEqual(["sources.log"]);
  expect(changes("sources", { log: { ...log, columns: { ...log.columns, colour: "integer" } } })).toEqual([]);
  const paid = { metric: "paid", where: [] };
  expect(changes("sources", { log: { ...log, dedupe: "none" } }, paid)).toEqual([]);
  expect(changes("sources", { items: { ...items, table: { key: "sku" } } }, paid)).toEqual(["sources.items"]);
  const table = { ...orders.table, time: "shipped" };
  expect(changes("sources", { orders: { ...orders, table } }, { metric: "rate", where: [] })).toEqual([
    "sources.orders",
  ]);
});
