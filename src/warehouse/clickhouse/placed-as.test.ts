import { expect, test } from "vitest";
import { isPlacedAs, type KeptTable } from "./placed-as.ts";

const layout = { name: "fct_events", orderBy: ["day", "event", "user_id"], byUser: true };
const sortingKey = "day, event, user_id";
const table = (engine: string, name = "fct_events"): KeptTable => ({ name, engine, sortingKey });
const sharded = [table("ReplicatedMergeTree", "fct_events_local"), { ...table("Distributed"), sortingKey: "" }];

test.each([
  ["is as on one server", [table("MergeTree")], {}, true],
  ["is as in a managed service", [table("SharedMergeTree")], {}, true],
  ["is in another order", [{ ...table("MergeTree"), sortingKey: "day, user_id" }], {}, false],
  ["is not there", [], {}, false],
  ["is as on a cluster", sharded, { cluster: "all" }, true],
  ["was on one server before there was a cluster", [table("MergeTree")], { cluster: "all" }, false],
  ["was on a cluster", sharded, {}, false],
  ["lacks the table over its shards", sharded.slice(0, 1), { cluster: "all" }, false],
])("a relation that %s", (_, tables, placement, expected) => {
  expect(isPlacedAs(tables, layout, placement)).toBe(expected);
});

test("an order of one column is written in parentheses", () => {
  const users = { name: "dim_users", orderBy: ["user_id"], byUser: true };
  expect(isPlacedAs([{ ...table("MergeTree", "dim_users"), sortingKey: "(user_id)" }], users, {})).toBe(true);
});

test("what every server of a cluster has whole is replicated, and not sharded", () => {
  const whole = { ...layout, byUser: false };
  expect(isPlacedAs([table("ReplicatedMergeTree")], whole, { cluster: "all" })).toBe(true);
  expect(isPlacedAs([table("MergeTree")], whole, { cluster: "all" })).toBe(false);
});
