import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonRecord, JsonScan } from "./json-scan.ts";

function scan(text: string, shape: "array" | "lines", size = 1 << 20) {
  const records: JsonRecord[] = [];
  const scanner = new JsonScan({ shape, onRecord: (record) => records.push(record) });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
  return { ...scanner.end(), texts: records.map(({ text: t }) => t) };
}

const record = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 6 });

describe("any JSON, in chunks of any size", () => {
  test("arrays: records, texts and top-level keys are those that JSON.parse sees", () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(undefined, 1),
        (rows, size, indent) => {
          const found = scan(JSON.stringify(rows, null, indent), "array", size);
          expect(found.problem).toBeNull();
          expect(found.texts.map((text) => JSON.parse(text))).toEqual(
            rows.map((row) => JSON.parse(JSON.stringify(row))),
          );
          expect(new Set(found.keys)).toEqual(new Set(rows.flatMap((row) => Object.keys(row))));
          expect(found.keyUses).toBe(rows.reduce((sum, row) => sum + Object.keys(row).length, 0));
        },
      ),
    );
  });

  test("lines: the same, blank lines skipped, with or without a last line feed", () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom("\n", "\r\n", "\n\n"),
        (rows, size, feed) => {
          const found = scan(rows.map((row) => JSON.stringify(row)).join(feed), "lines", size);
          expect(found.records).toBe(rows.length);
          expect(new Set(found.keys)).toEqual(new Set(rows.flatMap((row) => Object.keys(row))));
        },
      ),
    );
  });
});

test.each([
  ['[{"a":1},{"a"', "cut short", 1],
  ['[{"a":1}', "cut short", 1],
  ['[{"a":"x]}', "cut short", 0],
  ['[{"a":1}] trailing', "after the end", 1],
  ['{"a":1}', "not a JSON array", 0],
  ["", "cut short", 0],
])("%s is refused: %s", (text, says, records) => {
  for (const size of [1, 3, 100])
    expect(scan(text, "array", size)).toMatchObject({ problem: expect.stringContaining(says), records });
});

test("elements that are not objects are records too", () => {
  expect(scan('[1, "a,]", [2,{"x":3}], null, {"k":1}]', "array", 2).texts).toEqual([
    "1",
    '"a,]"',
    '[2,{"x":3}]',
    "null",
    '{"k":1}',
  ]);
});

test("a line with an unclosed string does not swallow the next", () => {
  expect(scan('{"a":1}\n{"b":"open\n{"c":2}\n', "lines")).toMatchObject({ records: 3, keys: ["a", "b", "c"] });
});

test("a last line without a line feed is not taken for what the buffer began with", () => {
  expect(scan('{"a":[]}\n{"bb":""}', "lines")).toMatchObject({ records: 2, keys: ["a", "bb"] });
});
