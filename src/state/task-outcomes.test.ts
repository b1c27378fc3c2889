import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openState, type StateDatabase } from "./database.ts";
import { createTaskOutcomeStore } from "./task-outcomes.ts";

let root: string;
let db: StateDatabase;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tm-outcomes-"));
  db = openState(join(root, "state.db"));
});
afterEach(() => {
  db.close();
  rmSync(root, { recursive: true });
});

test("an outcome is found by its key, and one of the same key takes its place", () => {
  const store = createTaskOutcomeStore(db);
  expect(store.get("a")).toBeUndefined();
  store.put([
    { key: "a", json: "[1]" },
    { key: "b", json: "[2]" },
  ]);
  store.put([{ key: "a", json: "[3]" }]);
  expect([store.get("a"), store.get("b")]).toEqual(["[3]", "[2]"]);
});

test("beyond the limits those that were not used for longest go", () => {
  const store = createTaskOutcomeStore(db, { count: 2, bytes: 1000 });
  store.put([{ key: "a", json: "1" }]);
  store.put([{ key: "b", json: "2" }]);
  store.get("a");
  store.put([{ key: "c", json: "3" }]);
  expect(["a", "b", "c"].map((key) => store.get(key))).toEqual(["1", undefined, "3"]);
  const small = createTaskOutcomeStore(db, { count: 9, bytes: 2 });
  small.put([{ key: "d", json: "44" }]);
  expect(["c", "d"].map((key) => small.get(key))).toEqual([undefined, "44"]);
});
