import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Source } from "../contract/project/source.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import { raw } from "../sql/sql.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";
import type { Cell, Warehouse } from "../warehouse/port.ts";
import { misfitRows } from "./misfit-rows.ts";
import { openFile } from "./open-file.ts";
import { readJson } from "./read-json.ts";
import type { ReadResult } from "./read-result.ts";

let dir: string;
let warehouse: Warehouse & AsyncDisposable;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-read-json-"));
  warehouse = await openDuckDB({ path: ":memory:", spillDir: join(dir, "spill") });
});
afterAll(async () => {
  await warehouse[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => {
  for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true });
});

const schema: SourceSchema = {
  kind: "table",
  header: null,
  fingerprint: "",
  columns: [
    { name: "id", role: "column", type: "text", from: "id", declared: true },
    { name: "n", role: "column", type: "integer", from: "n", declared: true },
    { name: "props", role: "props", type: "json", from: null, declared: false },
  ],
};

/** Reads a file in portions of a few records. */
async function read(name: string, content: string | Uint8Array): Promise<ReadResult> {
  const path = join(dir, name);
  writeFileSync(path, content);
  const source = Source.parse({ path: name, table: { key: "id" }, columns: { id: "text", n: "integer" } });
  const opened = await openFile(warehouse, { path, shownPath: name, source, schema, tmpDir: dir });
  const known = { ...opened, names: ["id", "n"] };
  const { size: bytes, mtimeMs } = statSync(path);
  const context = {
    source,
    warehouse,
    timezone: "UTC",
    tmpDir: dir,
    maxRejects: { kind: "rows", rows: 1000 },
    onProgress: () => {},
  } as const;
  return readJson(
    context,
    { file: { path: name, absolute: path, bytes, mtimeMs }, fileNo: 0, startByte: 0, existing: [], schema },
    { file: { path, opened: known, schema }, abort: new AbortController(), chunkBytes: 100 },
  );
}

const rowsOf = async ({ staged }: ReadResult, columns: string): Promise<readonly (readonly Cell[])[]> =>
  (await warehouse.table(raw(`select ${columns} from ${staged.relation} order by file_row_number`))).rows;

const row = (i: number, more: object = {}): string => JSON.stringify({ id: `r${i}`, n: i, ...more });
const array = (records: readonly string[]): string => `[\n${records.join(",\n")}\n]`;
/** Enough for one read of the file to end inside it, so that there are several portions. */
const FILLER = "x".repeat(3000);
const RECORDS = Array.from({ length: 1000 }, (_, i) => row(i, { filler: FILLER }));

test("portions together are the file: positions go on, a key that comes late is kept, nothing is left behind", async () => {
  const records = RECORDS.with(900, row(900, { filler: FILLER, late: [1, 2] }));
  for (const [name, content] of [
    ["a.json", array(records)],
    ["b.json", `[${records.join(",")}]`],
    ["c.json.gz", gzipSync(array(records))],
    ["d.ndjson", records.join("\n")],
  ] as const) {
    const result = await read(name, content);
    expect(result.count.records).toBe(1000);
    expect(result.staged).toMatchObject({ stagedRows: 1000, refused: [], refusedCount: 0 });
    expect(readdirSync(dir).filter((file) => /^staging-/.test(file)).length).toBeGreaterThan(
      name === "c.json.gz" ? 0 : 2,
    );
    expect(readdirSync(dir).filter((file) => /^chunk/.test(file))).toEqual([]);
    const rows = await rowsOf(result, "file_row_number, id, n, props ->> '$.late'");
    expect(rows).toEqual(RECORDS.map((_, i) => [i, `r${i}`, i, i === 900 ? "[1,2]" : null]));
    for (const file of readdirSync(dir)) if (/^staging-/.test(file)) rmSync(join(dir, file));
  }
});

test("records that are refused and values that do not fit keep their numbers across portions", async () => {
  const records = RECORDS.with(3, "null")
    .with(400, '{"id":"x","n":}')
    .with(401, row(401, { n: "1.5" }));
  const result = await read(
    "a.json",
    array(records.with(402, '{"id":"y","id":"z"}').with(999, row(999, { n: "many" }))),
  );
  expect(result.count.records).toBe(1000);
  expect(result.staged).toMatchObject({ stagedRows: 997, refusedCount: 3 });
  const bad = await misfitRows(warehouse, result.staged, { ...result.input, limit: 10 });
  expect(bad.map(({ line, reason }) => [line, reason.replace(/JSON: .*/, "JSON")])).toEqual([
    [4, "the record is not a JSON object"],
    [401, "malformed JSON"],
    [402, '"1.5" is not an integer'],
    [403, "the record has the same key twice"],
    [1000, '"many" is not an integer'],
  ]);
});

test("an array without records, and a file that is cut short", async () => {
  expect((await read("a.json", "[ ]")).staged).toMatchObject({ stagedRows: 0, refusedCount: 0 });
  await expect(read("b.json", array(RECORDS).slice(0, -5000))).rejects.toMatchObject({
    code: "FILE_CORRUPT",
    message: expect.stringContaining("the JSON array is not closed: the file is cut short"),
  });
});
