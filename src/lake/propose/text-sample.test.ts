import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { raw } from "../../sql/sql.ts";
import { openDuckDB } from "../../warehouse/duckdb/instance.ts";
import { readTextSample } from "./text-sample.ts";

const dir = mkdtempSync(join(tmpdir(), "tidemark-sample-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const LINES = Array.from({ length: 400_000 }, (_, i) => `line ${i}`).join("\n");

function file(name: string, content: string | Buffer): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

const limits = { wholeBytes: 1 << 20, headBytes: 64 << 10, blockBytes: 32 << 10 };

test.each([
  ["plain", file("big.csv", LINES)],
  ["gzip", file("big.csv.gz", gzipSync(LINES))],
])("of a big %s file the head and whole lines of later parts are read", async (_, path) => {
  const { head, later, whole } = await readTextSample(path, limits);
  expect(whole).toBe(false);
  expect(head.toString().startsWith("line 0\nline 1\n")).toBe(true);
  const numbers = later
    .flatMap((block) => block.toString().trimEnd().split("\n"))
    .map((line) => Number(/^line (\d+)$/.exec(line)?.[1]));
  expect(numbers.every((n) => Number.isInteger(n))).toBe(true);
  expect(numbers.some((n) => n > 350_000)).toBe(true);
});

test("small files are read whole, compressed or not", async () => {
  const text = "a,b\n1,2\n";
  expect((await readTextSample(file("s.csv", text))).head.toString()).toBe(text);
  expect(await readTextSample(file("s.csv.gz", gzipSync(text)))).toEqual({
    head: Buffer.from(text),
    later: [],
    whole: true,
  });
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: dir });
  await warehouse.exec(
    raw(
      `copy (select range as a, 2 as b from range(9)) to '${join(dir, "s.csv.zst")}' (format csv, header, compression zstd)`,
    ),
  );
  expect((await readTextSample(join(dir, "s.csv.zst"))).head.toString()).toMatch(/^a,b\n0,2\n(.*\n)*8,2\n$/);
});

test("a cut gzip file still gives its beginning; one without any is corrupt", async () => {
  const packed = gzipSync(LINES);
  const { head, whole } = await readTextSample(file("cut.csv.gz", packed.subarray(0, packed.length / 2)), limits);
  expect(whole).toBe(false);
  expect(head.length).toBeGreaterThan(1000);
  await expect(
    readTextSample(file("bad.csv.gz", Buffer.concat([packed.subarray(0, 10), Buffer.alloc(200, 7)]))),
  ).rejects.toMatchObject({ code: "FILE_CORRUPT" });
});
