import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSearch, type Search, stringifySearch } from "./search.ts";
import {
  COMPARISONS,
  comparisonsOf,
  NO_SELECTION,
  searchOf,
  selectionOf,
  selectionParams,
  sharedPart,
  withValue,
} from "./selection.ts";

const day = fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const filter = fc.record({
  dimension: fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/),
  not: fc.boolean(),
  values: fc.uniqueArray(fc.option(fc.string()), { minLength: 1, maxLength: 4 }),
});
const selections = fc.record({
  from: fc.option(day),
  to: fc.option(day),
  grain: fc.constantFrom(null, "day", "week", "total" as const),
  compare: fc.constantFrom(null, ...COMPARISONS),
  segment: fc.option(fc.stringMatching(/^[a-z]{1,8}$/)),
  where: fc.array(filter, { maxLength: 3 }),
});

test("a selection comes back from its address as it was", () => {
  fc.assert(
    fc.property(selections, (selection) => {
      expect(selectionOf(parseSearch(stringifySearch(searchOf(selection))))).toEqual(selection);
    }),
  );
});

test("what does not make sense in an address is left out", () => {
  const nonsense: Search = {
    from: "2019-13-01",
    to: "tomorrow",
    grain: "fortnight",
    compare: "mars",
    where: ["?", "{"],
  };
  expect(selectionOf(nonsense)).toEqual(NO_SELECTION);
});

test("months are not offered a week before, and one that is asked for is shown", () => {
  expect(comparisonsOf({ grain: null, compare: null })).toEqual(COMPARISONS);
  expect(comparisonsOf({ grain: "week", compare: null })).toEqual(COMPARISONS);
  expect(comparisonsOf({ grain: "month", compare: "year" })).toEqual(["none", "previous", "year"]);
  expect(comparisonsOf({ grain: "month", compare: "week" })).toEqual(COMPARISONS);
});

test("filters without a value are not written", () => {
  expect(searchOf({ ...NO_SELECTION, where: [{ dimension: "brand", not: false, values: [] }] })["where"]).toEqual([]);
});

test("an analysis gets the parameters it has", () => {
  const selection = { ...NO_SELECTION, from: "2019-10-01", grain: "week" as const };
  expect(selectionParams(selection, new Set(["from", "to", "where"]))).toEqual({ from: "2019-10-01" });
});

test("other pages get the filters and nothing else", () => {
  expect(sharedPart({ from: "2019-10-01", metric: "revenue", where: ["a=b", "mode=5G"] }, (id) => id === "a")).toEqual({
    from: "2019-10-01",
    where: ["a=b"],
  });
});

test("choosing a value filters to it; choosing it again takes it back", () => {
  const once = withValue(NO_SELECTION, "brand", "acme");
  expect(once.where).toEqual([{ dimension: "brand", not: false, values: ["acme"] }]);
  expect(withValue(once, "brand", null).where).toEqual([{ dimension: "brand", not: false, values: [null] }]);
  expect(withValue(once, "brand", "acme").where).toEqual([]);
});
