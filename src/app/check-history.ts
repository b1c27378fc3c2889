import type { CheckRunInfo } from "../contract/api/quality.ts";
import type { CheckReport, CheckStatus } from "../contract/quality.ts";
import { reportOf } from "../quality/outcome.ts";
import { createCheckRunStore } from "../state/check-runs.ts";
import type { ProjectSession } from "./project-session.ts";

const HISTORY_RUNS = 20;

/** The last complete check with each value's history, else the last partial one; null when nothing was checked. */
export function lastCheckReport({ state }: Pick<ProjectSession, "state">): CheckReport | null {
  const runs = createCheckRunStore(state).recent(HISTORY_RUNS + 1);
  const at = Math.max(
    0,
    runs.findIndex(({ partial }) => !partial),
  );
  const run = runs[at];
  return run === undefined ? null : reportOf(run, runs.slice(at + 1));
}

/** Earlier checks, newest first. */
export function checkHistory({ state }: Pick<ProjectSession, "state">, limit: number): CheckRunInfo[] {
  return createCheckRunStore(state)
    .recent(limit)
    .map(({ at, outcome, partial, dataVersion, results }) => {
      const count = (status: CheckStatus): number => results.filter((result) => result.status === status).length;
      return {
        ...{ at, outcome, partial, dataVersion },
        counts: {
          pass: count("pass"),
          warn: count("warn"),
          fail: count("fail"),
          undetermined: count("undetermined"),
          skipped: count("skipped"),
        },
      };
    });
}
