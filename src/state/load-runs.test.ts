import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RunStep } from "../contract/load-run.ts";
import { openState, type StateDatabase } from "./database.ts";
import { createLoadRunStore, type RunOutcome } from "./load-runs.ts";

let folder: string;
let db: StateDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidemark-state-"));
  db = openState(join(folder, "state.db"));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const step = (n: number): RunStep => ({
  ...{ step: "read", source: "log", subject: `${n}.csv`, rowsIn: n, rowsOut: n - 1 },
  ...{ dropped: [{ reason: "bad", rows: 1 }], seconds: 0.5, peakRssBytes: null },
});
const done = (steps: number): RunOutcome => ({
  ...{ status: "done", seconds: 1, error: null, notes: ["full"] },
  steps: Array.from({ length: steps }, (_, i) => step(i)),
});

test("a run comes back as it was written; one without steps is forgotten, one that never ended is interrupted", () => {
  const store = createLoadRunStore(db);
  store.finish(store.begin("ingest", "2026-01-01"), done(2));
  store.begin("build", "2026-01-02");
  store.finish(store.begin("ingest", "2026-01-03"), done(0));
  const [killed, first, ...more] = store.runs();
  expect(more).toEqual([]);
  expect(killed).toMatchObject({ id: 2, kind: "build", status: "interrupted", seconds: null, steps: [] });
  expect(first).toMatchObject({ id: 1, kind: "ingest", status: "done", notes: ["full"], steps: [step(0), step(1)] });
});

test("a hundred runs are kept, and fewer where they have very many steps", () => {
  const store = createLoadRunStore(db);
  for (let i = 0; i < 102; i++) store.finish(store.begin("build", "2026-01-01"), done(1));
  expect(store.runs().map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, i) => 102 - i));
  store.finish(store.begin("ingest", "2026-01-01"), done(49_990));
  expect(store.runs()).toHaveLength(11);
  expect(store.runs()[0]?.steps).toHaveLength(49_990);
});
