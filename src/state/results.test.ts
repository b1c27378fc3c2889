import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Envelope } from "../contract/envelope.ts";
import { openState, type StateDatabase } from "./database.ts";
import { createModelStore } from "./models.ts";
import { createResultStore } from "./results.ts";

let dir: string;
let db: StateDatabase;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-results-"));
  db = openState(join(dir, "state.db"));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

const envelope = (id: string, text = "", dataVersion = "v1"): Envelope => ({
  id,
  analysis: "overview",
  version: 1,
  params: {},
  status: "ok",
  result: { text },
  charts: [],
  findings: [],
  warnings: [],
  receipt: {
    sql: [],
    definitions: {},
    dataVersion,
    asOf: null,
    seed: 0,
    codeVersion: "1",
    quality: null,
    ms: 1,
    peakRssBytes: 1,
  },
});

const AT = "2024-01-01T00:00:00.000Z";

test("a result is found by its id and by the beginning of it, newest first", () => {
  const store = createResultStore(db);
  for (const id of ["aa11", "aa22", "bb33"]) store.put(envelope(id), AT);
  expect(store.get("aa22")).toEqual({ envelope: envelope("aa22"), createdAt: AT });
  expect(store.get("aa")).toBeUndefined();
  expect(store.idsLike("aa")).toEqual(["aa22", "aa11"]);
  expect(store.idsLike("%")).toEqual([]);
  store.put(envelope("aa11", "again"), AT);
  expect(store.get("aa11")?.envelope.result).toEqual({ text: "again" });
  expect(store.idsLike("")).toEqual(["aa11", "bb33", "aa22"]);
});

test("the oldest results go when there are too many or they take too much; the newest stays whatever its size", () => {
  const few = createResultStore(db, { count: 2, bytes: 1_000_000 });
  for (const id of ["a", "b", "c"]) few.put(envelope(id), AT);
  expect(few.idsLike("")).toEqual(["c", "b"]);
  const small = createResultStore(db, { count: 10, bytes: 2000 });
  small.put(envelope("d", "x".repeat(1900)), AT);
  expect(small.idsLike("")).toEqual(["d"]);
  small.put(envelope("e", "x".repeat(9000)), AT);
  expect(small.idsLike("")).toEqual(["e"]);
});

test("a result that another version wrote is as good as none", () => {
  createResultStore(db).put(envelope("a"), AT);
  db.prepare("update results set envelope = ?").run(JSON.stringify({ ...envelope("a"), color: "red" }));
  expect(createResultStore(db).get("a")).toBeUndefined();
});

test("parts of a version of the data are kept as long as a result or the models rest on it", () => {
  const models = createModelStore(db);
  const results = createResultStore(db, { count: 1, bytes: 1_000_000 });
  expect(models.current()).toBeUndefined();
  models.record({ dataVersion: "v1", relations: "r", metrics: "m" }, [["lake/a", 3]]);
  results.put(envelope("a", "", "v1"), AT);
  models.record({ dataVersion: "v2", relations: "r", metrics: "m" }, undefined);
  expect(models.parts("v2")).toBeUndefined();
  models.record({ dataVersion: "v2", relations: "r", metrics: "m2" }, [["lake/b", 4]]);
  models.record({ dataVersion: "v2", relations: "r", metrics: "m2" }, undefined);
  expect(models.current()).toEqual({ dataVersion: "v2", relations: "r", metrics: "m2" });
  expect([models.parts("v1"), models.parts("v2")]).toEqual([[["lake/a", 3]], [["lake/b", 4]]]);
  results.put(envelope("b", "", "v2"), AT);
  expect([models.parts("v1"), models.parts("v2")]).toEqual([undefined, [["lake/b", 4]]]);
});
