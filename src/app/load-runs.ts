import type { RunDetail, RunInfo } from "../contract/api/runs.ts";
import type { LoadRun } from "../contract/load-run.ts";
import { createLoadRunStore } from "../state/load-runs.ts";
import type { ProjectSession } from "./project-session.ts";

type Session = Pick<ProjectSession, "state">;

/** Ingests and builds that did something, newest first. */
export const loadRuns = ({ state }: Session, limit: number): RunInfo[] =>
  createLoadRunStore(state).runs().slice(0, limit).map(infoOf);

/** One of them with its steps; undefined when there is none of that number. */
export function loadRun({ state }: Session, id: number): RunDetail | undefined {
  const run = createLoadRunStore(state)
    .runs()
    .find((known) => known.id === id);
  if (run === undefined) return undefined;
  return { ...infoOf(run), steps: run.steps.map((step) => ({ ...step, dropped: [...step.dropped] })) };
}

const infoOf = ({ id, kind, startedAt, status, seconds, error, notes }: LoadRun): RunInfo => ({
  ...{ id, kind, startedAt, status, seconds, error },
  notes: [...notes],
});
