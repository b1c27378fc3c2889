import { raw, type Sql, sql } from "../../sql/sql.ts";
import { funnelAttempts } from "./attempts.ts";
import { requiredBefore } from "./definition.ts";
import type { FunnelRequest } from "./funnel-request.ts";

/** Those who reached a step (by index), or who had reached the one before it and not this one. */
export interface FunnelOutcome {
  readonly outcome: "converted" | "dropped";
  readonly step: number;
}

/** The users with an attempt of an outcome: a select of distinct `user_id`. Attempts whose window is open can only have converted. */
export function funnelUsers(request: FunnelRequest, { outcome, step }: FunnelOutcome): Sql {
  const { window, steps } = request.definition;
  const before = requiredBefore(steps, step);
  const closed = window?.kind === "time" ? ` and t_0 + ${window.us} <= ${request.endUs}` : "";
  const fits =
    outcome === "converted" ? `t_${step} is not null` : `t_${before} is not null and t_${step} is null${closed}`;
  return sql`select distinct user_id from ${funnelAttempts(request)} where ${raw(fits)}`;
}
