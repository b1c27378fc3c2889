import type { CheckReport, CheckResult, CheckRun, CheckStatus, HistoryPoint, Outcome } from "../contract/quality.ts";
import type { Judgement, PlannedCheck } from "./check.ts";

/** A judgement against the check's threshold and severity. */
export function statusOf(
  { severity, threshold }: Pick<PlannedCheck, "severity" | "threshold">,
  judgement: Judgement,
): CheckStatus {
  if (judgement.kind !== "measured") return judgement.kind;
  if (!(judgement.value > threshold)) return "pass";
  return severity === "error" ? "fail" : "warn";
}

/** What the run amounts to: muted checks and those of severity info do not count. */
export function outcomeOf(results: readonly Pick<CheckResult, "muted" | "severity" | "status">[]): Outcome {
  const counting = results.filter(({ muted, severity }) => muted === null && severity !== "info");
  if (counting.some(({ status }) => status === "fail")) return "fail";
  return counting.some(({ status }) => status === "warn") ? "warn" : "pass";
}

/** Exit codes of design 4.7. */
export const OUTCOME_EXIT_CODES = { pass: 0, fail: 1, warn: 2 } as const satisfies Record<Outcome, number>;

/** Earlier values of a check, oldest first. @param previous runs, newest first */
function historyOf(id: string, previous: readonly CheckRun[]): HistoryPoint[] {
  return previous
    .toReversed()
    .flatMap(({ at, results }) =>
      results.filter((result) => result.id === id).map(({ status, value }) => ({ at, status, value })),
    );
}

/** The run together with every check's earlier values. */
export function reportOf(run: CheckRun, previous: readonly CheckRun[]): CheckReport {
  return { ...run, results: run.results.map((result) => ({ ...result, history: historyOf(result.id, previous) })) };
}
