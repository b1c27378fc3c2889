import { breakdowns } from "./checks/breakdowns.ts";
import { dailyMetrics } from "./checks/daily-metrics.ts";
import { funnels } from "./checks/funnels.ts";
import { groupPairs } from "./checks/group-pairs.ts";
import { retention } from "./checks/retention.ts";
import { sessionRules } from "./checks/session-rules.ts";
import { sessions } from "./checks/sessions.ts";
import type { LogCheck } from "./log-run.ts";

/** Everything that every engine and the reference interpreter must answer alike about random logs. */
export const LOG_CHECKS: readonly LogCheck[] = [
  sessions,
  sessionRules,
  funnels,
  retention,
  groupPairs,
  dailyMetrics,
  breakdowns,
];
