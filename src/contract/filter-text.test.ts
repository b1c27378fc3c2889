import fc from "fast-check";
import { expect, test } from "vitest";
import { filterText, parseFilter } from "./filter-text.ts";

test.each([
  ["brand=apple", { dimension: "brand", not: false, values: ["apple"] }],
  ["brand = a, b", { dimension: "brand", not: false, values: ["a, b"] }],
  ["brand=", { dimension: "brand", not: false, values: [""] }],
  ["q=a=b", { dimension: "q", not: false, values: ["a=b"] }],
  ["brand!=apple", { dimension: "brand", not: true, values: ["apple"] }],
  ["brand in a, b ,c", { dimension: "brand", not: false, values: ["a", "b", "c"] }],
  ['brand in "a,b", "say ""hi"""', { dimension: "brand", not: false, values: ["a,b", 'say "hi"'] }],
  ["brand NOT IN a", { dimension: "brand", not: true, values: ["a"] }],
  ["brand is null", { dimension: "brand", not: false, values: [null] }],
  ["brand is not null", { dimension: "brand", not: true, values: [null] }],
  ['"network mode"!=5G', { dimension: "network mode", not: true, values: ["5G"] }],
  ['"say ""hi""" is null', { dimension: 'say "hi"', not: false, values: [null] }],
  ["domain in in,is null", { dimension: "domain", not: false, values: ["in", "is null"] }],
])("%s", (text, filter) => {
  expect(parseFilter(text)).toEqual(filter);
});

test.each(["brand", "brand in", 'brand in "a', "brand is nothing", "brand is null x", "=a", "brand > 3", ""])(
  "%j is refused, with the forms",
  (text) => {
    expect(() => parseFilter(text)).toThrow(
      expect.objectContaining({ code: "USAGE", message: `"${text}" is not a filter` }),
    );
  },
);

test("a filter is read back from its own text", () => {
  const value = fc.oneof(fc.string(), fc.constantFrom("a,b", '"', " x ", "", "null", "in", "é"));
  const name = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom("d", "network mode", 'a"b', "in", "é"));
  fc.assert(
    fc.property(name, fc.boolean(), fc.array(value, { minLength: 1, maxLength: 4 }), (dimension, not, values) => {
      const filter = { dimension, not, values };
      expect(parseFilter(filterText(filter) ?? "")).toEqual(filter);
    }),
  );
  expect(filterText({ dimension: "d", not: false, values: ["a", null] })).toBeNull();
});
