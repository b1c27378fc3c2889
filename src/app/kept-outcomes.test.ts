import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AnyAnalysis, RunTasks } from "../analyses/analysis.ts";
import { openState, type StateDatabase } from "../state/database.ts";
import { createTaskOutcomeStore } from "../state/task-outcomes.ts";
import { keptOutcomes } from "./kept-outcomes.ts";

let root: string;
let db: StateDatabase;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tm-kept-"));
  db = openState(join(root, "state.db"));
});
afterEach(() => {
  db.close();
  rmSync(root, { recursive: true });
});

const analysis = (version: number) => ({ id: "forecast", version }) as AnyAnalysis;

/** Doubles numbers, writes down which, and fails at one of them. */
function doubling(failsAt?: number): { readonly done: number[]; readonly run: RunTasks } {
  const done: number[] = [];
  const run: RunTasks = async (_, tasks, onOutcome) =>
    tasks.map((task, i) => {
      if (task === failsAt) throw new Error("broken");
      done.push(Number(task));
      onOutcome?.(i, Number(task) * 2);
      return Number(task) * 2;
    });
  return { done, run };
}

test("only tasks that are new or changed are done; the outcomes are the same and in order", async () => {
  const { done, run } = doubling();
  const reused: number[] = [];
  const kept = keptOutcomes(run, { store: createTaskOutcomeStore(db), onReused: (n) => reused.push(n) });
  expect(await kept(analysis(1), [1, 2, 3])).toEqual([2, 4, 6]);
  expect(await kept(analysis(1), [3, 7, 1])).toEqual([6, 14, 2]);
  expect(done).toEqual([1, 2, 3, 7]);
  expect(reused).toEqual([0, 2]);
  await kept(analysis(2), [1]);
  expect(done).toEqual([1, 2, 3, 7, 1]);
});

test("what was done before the work ended is not lost", async () => {
  const store = createTaskOutcomeStore(db);
  await expect(keptOutcomes(doubling(3).run, { store })(analysis(1), [1, 2, 3])).rejects.toThrow("broken");
  const { done, run } = doubling();
  await keptOutcomes(run, { store })(analysis(1), [1, 2, 3]);
  expect(done).toEqual([3]);
});
