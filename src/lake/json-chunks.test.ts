import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type JsonChunk, JsonChunks } from "./json-chunks.ts";
import { JsonScan } from "./json-scan.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-chunks-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

interface Sizes {
  readonly chunkBytes: number;
  readonly readBytes: number;
}

function cutUp(text: string, { chunkBytes, readBytes }: Sizes): readonly (JsonChunk & { readonly lines: string[] })[] {
  const chunks = new JsonChunks(join(dir, "chunk"), chunkBytes);
  const scan = new JsonScan({ shape: "array", onSpan: (buffer, from, end) => chunks.add(buffer, from, end) });
  const cut: JsonChunk[] = [];
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += readBytes) {
    scan.push(bytes.subarray(at, at + readBytes));
    if (chunks.isFull) cut.push(chunks.cut());
  }
  cut.push(chunks.cut());
  return cut.map((chunk) => ({ ...chunk, lines: readFileSync(chunk.path, "utf8").split("\n").slice(0, -1) }));
}

test("an array of any layout becomes one record per line, in order, whatever the sizes", () => {
  const rows = fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }), { maxLength: 8 });
  const sizes = { chunkBytes: fc.integer({ min: 1, max: 200 }), readBytes: fc.integer({ min: 1, max: 50 }) };
  fc.assert(
    fc.property(rows, fc.constantFrom(undefined, 1), fc.record(sizes), (values, indent, size) => {
      const chunks = cutUp(JSON.stringify(values, null, indent), size);
      expect(chunks.flatMap(({ lines }) => lines.map((line) => JSON.parse(line)))).toEqual(
        values.map((value) => JSON.parse(JSON.stringify(value))),
      );
      let before = 0;
      for (const chunk of chunks) {
        expect(chunk).toMatchObject({ before, records: chunk.lines.length, objects: true });
        expect(chunk.recordBytes).toBe(Math.max(0, ...chunk.lines.map((line) => Buffer.byteLength(line) + 1)));
        before += chunk.records;
      }
    }),
    { numRuns: 50 },
  );
});

test("a line feed inside a string stays an error; a record that is no object marks its chunk; long records fit", () => {
  const long = `{"a":"${"x".repeat(3 << 20)}"}`;
  const [first, second] = cutUp(`[{"a":"x\ny"},\n[1,\n2],${long}]`, { chunkBytes: 1e9, readBytes: 1 << 20 });
  expect(second).toBeUndefined();
  expect(first?.lines).toEqual(['{"a":"x\ty"}', "[1,\t2]", long]);
  expect(() => JSON.parse(first?.lines[0] ?? "")).toThrow("control character");
  expect(first).toMatchObject({ objects: false, recordBytes: long.length + 1 });
});
