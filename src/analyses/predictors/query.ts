import { z } from "zod";
import { stepEvents } from "../../contract/project/funnel.ts";
import { windowLimit } from "../../models/funnel/definition.ts";
import { lastEventUs } from "../../models/metrics/complete-days.ts";
import { eventColumns } from "../../models/metrics/event-condition.ts";
import { selectedRows } from "../../models/metrics/metric-job.ts";
import type { DayRange } from "../../models/metrics/metric-request.ts";
import { resolveWindows } from "../../models/metrics/windows.ts";
import type { Query } from "../../sql/query.ts";
import { raw, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { PredictorsParams } from "./params.ts";

export interface PredictorsRequest {
  readonly goal: string;
  readonly windowUs: number | null;
  readonly days: DayRange;
  readonly endUs: number;
}

/** What to ask, or why there is nothing to ask. */
export function predictorsRequest(
  params: PredictorsParams,
  context: AnalysisContext,
): PredictorsRequest | { readonly undetermined: string } {
  const { facts, project, ranges, asOfMs } = context;
  if (facts === null) return { undetermined: "the project has no events" };
  const last = Object.values(project.funnels)[0]?.steps.at(-1);
  const goal = params.goal ?? (last === undefined ? undefined : stepEvents(last)[0]);
  if (goal === undefined)
    return { undetermined: "no goal is given, and no funnel is declared in tidemark.yml: --goal purchase" };
  const windows = resolveWindows({ ...params, grain: "total", compare: "none" }, { ...context, sources: ["events"] });
  if ("undetermined" in windows) return windows;
  const limit = windowLimit(params.window);
  return {
    goal,
    windowUs: limit?.kind === "time" ? limit.us : null,
    days: windows.current,
    endUs: lastEventUs(ranges, asOfMs),
  };
}

const PredictorRow = z.object({
  /** An event's name; null for all users who did anything. */
  event: z.string().nullable(),
  /** Users who did it and whose window is over, and how many of them reached the goal after it. */
  users: z.number(),
  converted: z.number(),
  /** The same users from their first event of any kind. */
  base_users: z.number(),
  base_converted: z.number(),
});
export type PredictorRow = z.infer<typeof PredictorRow>;

/** For each event, the users who did it and whether the goal follows their first one in time; and the same for their first event of any kind. */
export function predictorsQueries(
  params: PredictorsParams,
  context: AnalysisContext,
): { readonly pairs: Query<PredictorRow> | undefined } {
  const request = predictorsRequest(params, context);
  const { facts } = context;
  if ("undetermined" in request || facts === null) return { pairs: undefined };
  const { goal, windowUs, days, endUs } = request;
  const { dialect } = facts;
  const selection = { filters: params.where, segment: params.segment, days };
  const filtered = params.where.length > 0 || params.segment !== undefined;
  const where = filtered ? sql` and ${selectedRows(selection, context, eventColumns(facts))}` : raw("");
  const time = dialect.epochUs(raw("event_time"));
  const firsts = sql`select user_id, event, min(${time}) as t_0 from fct_events
    where user_id is not null and event <> ${goal} and day >= ${dialect.date(days.from)} and day < ${dialect.date(days.to)}${where} group by user_id, event`;
  const goals = sql`select user_id as u, ${time} as t from fct_events where user_id is not null and event = ${goal}
    and day >= ${dialect.date(days.from)} and ${time} <= ${raw(String(endUs))}`;
  const reach = raw(windowUs === null ? "t > t_0" : `t > t_0 and t - t_0 <= ${windowUs}`);
  const closed = raw(
    windowUs === null || params.open === "include" ? "1" : `case when t_0 + ${windowUs} <= ${endUs} then 1 else 0 end`,
  );
  const began = sql`select user_id, event, t_0 from (${firsts}) as f union all select user_id, ${dialect.cast(raw("null"), "text")} as event, min(t_0) as t_0 from (${firsts}) as g group by user_id`;
  const pairs = sql`select user_id, event, max(case when ${reach} then 1 else 0 end) as done, max(${closed}) as closed
    from (${began}) as b left join (${goals}) as goals on goals.u = b.user_id group by user_id, event`;
  const byUser = raw("over (partition by user_id)");
  const marked = sql`select *, max(case when event is null then closed end) ${byUser} as base_closed,
      max(case when event is null then closed * done end) ${byUser} as base_done from (${pairs}) as p`;
  const total = (x: string) => dialect.cast(raw(`sum(${x})`), "integer");
  return {
    pairs: {
      name: "predictors",
      row: PredictorRow,
      text: sql`select event, ${total("closed")} as users, ${total("closed * done")} as converted, ${total("base_closed")} as base_users,
        ${total("base_done")} as base_converted from (${marked}) as m group by event order by users desc, event`,
    },
  };
}
