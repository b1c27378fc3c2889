import { createHash } from "node:crypto";
import type { AnyAnalysis, RunTasks } from "../analyses/analysis.ts";
import { codeVersion } from "../config/version.ts";
import type { TaskOutcomeStore } from "../state/task-outcomes.ts";

interface KeptOutcomesOptions {
  readonly store: TaskOutcomeStore;
  /** Hears how many outcomes were taken from the store. */
  readonly onReused?: ((reused: number, of: number) => void) | undefined;
}

/** Outcomes are written in portions of so many, so that little is lost when the rest is cancelled. */
const PORTION = 50;

/**
 * Does only those tasks of an analysis whose outcome is not kept, and keeps the others'. A task's outcome is decided by its
 * own data and the program, so it is the same: of a thousand series only those are calculated anew whose values changed.
 */
export function keptOutcomes(runTasks: RunTasks, { store, onReused }: KeptOutcomesOptions): RunTasks {
  return async (analysis, tasks) => {
    const keys = tasks.map((task) => keyOf(analysis, task));
    const outcomes = keys.map((key) => store.get(key));
    const missing = keys.flatMap((key, i) => (outcomes[i] === undefined ? [{ key, i }] : []));
    onReused?.(tasks.length - missing.length, tasks.length);
    const fresh: { readonly key: string; readonly json: string }[] = [];
    const keep = (index: number, outcome: unknown): void => {
      const task = missing[index];
      const json = JSON.stringify(outcome);
      if (task === undefined || json === undefined) return;
      outcomes[task.i] = json;
      fresh.push({ key: task.key, json });
      if (fresh.length >= PORTION) store.put(fresh.splice(0));
    };
    const left = missing.map(({ i }) => tasks[i]);
    try {
      if (left.length > 0) await runTasks(analysis, left, keep);
    } finally {
      store.put(fresh);
    }
    return outcomes.map((json): unknown => (json === undefined ? undefined : JSON.parse(json)));
  };
}

const keyOf = ({ id, version }: AnyAnalysis, task: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify([id, version, codeVersion(), task]))
    .digest("hex");
