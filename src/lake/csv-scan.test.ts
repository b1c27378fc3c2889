import fc from "fast-check";
import { expect, test } from "vitest";
import { CsvScan, type RecordPlace } from "./csv-scan.ts";
import type { CsvSyntax } from "./infer/csv-records.ts";

const COMMA: CsvSyntax = { delimiter: ",", quote: '"', escape: '"' };

function scan(text: string, { syntax = COMMA, size = 1 << 20, singleColumn = false } = {}) {
  const places: RecordPlace[] = [];
  const scanner = new CsvScan(syntax, { singleColumn, onRecord: (place) => places.push(place) });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
  return { ...scanner.end(), places };
}

const field = fc
  .array(fc.constantFrom("a", "é", ",", '"', "\n", "\r\n", " ", ";"), { maxLength: 6 })
  .map((parts) => parts.join(""));
const written = (text: string): string => `"${text.replaceAll('"', '""')}"`;

test("any quoted content, in chunks of any size: as many records as were written, each at its line and byte", () => {
  const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 10 });
  fc.assert(
    fc.property(
      rows,
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      (table, size, feed, last) => {
        const lines = table.map((row) => row.map(written).join(","));
        const found = scan(lines.join(feed) + (last && lines.length > 0 ? feed : ""), { size });
        expect(found.records).toBe(table.length);
        expect(found.openQuoteLine).toBeNull();
        let [line, byte] = [1, 0];
        for (const [i, text] of lines.entries()) {
          expect(found.places[i]).toEqual({ index: i, line, byte });
          line += text.split("\n").length;
          byte += Buffer.byteLength(text + feed);
        }
      },
    ),
  );
});

test.each([
  ["a,b\n1,2\n\n\r\n3,4", 3, null, "blank lines are no records"],
  ['a,b\n1,x"y\n2,z', 3, null, "a quote inside a plain field is a letter"],
  ['a,b\n1,"open\n2,z\n', 2, 2, "an open quote is told by its line"],
  ['a,b\n1,"a"x\n2,z\n', 3, null, "text after a closing quote"],
  ["", 0, null, "nothing"],
] as const)("%j has %i records: %s %s", (text, records, openQuoteLine, _what) => {
  for (const size of [1, 2, 100]) expect(scan(text, { size })).toMatchObject({ records, openQuoteLine });
});

test("a file of one column keeps its blank lines; an escape character of its own; no quotes at all", () => {
  expect(scan("a\n1\n\n3\n", { singleColumn: true }).records).toBe(4);
  const backslash = { ...COMMA, escape: "\\" };
  expect(scan('a,b\n1,"x\\"\ny"\n2,z\n', { syntax: backslash, size: 1 }).records).toBe(3);
  expect(scan('a,b\n1,"x\n2,z\n', { syntax: { ...COMMA, quote: "none" } }).records).toBe(3);
});
