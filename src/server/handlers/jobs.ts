import type { StartJob } from "../../contract/api/jobs.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

type Names = "listJobs" | "startJob" | "getJob" | "cancelJob" | "getJobLog";

export function jobHandlers({ queue, host }: ServerContext): Handlers<Names> {
  return {
    listJobs: ({ query }) => [...queue.list(query)],
    startJob: ({ body: { kind, ...fields } }) => {
      host.session();
      const request = { kind, params: paramsOf(fields), origin: "dashboard" } as const;
      return queue.waiting(request) ?? queue.add(request);
    },
    getJob: ({ path: { id } }) => queue.get(id),
    cancelJob: ({ path: { id } }) => queue.cancel(id),
    getJobLog: ({ path: { id }, query: { after } }) => [...queue.lines(id, after)],
  };
}

/** What was asked for; fields that say nothing are left out. */
function paramsOf(fields: Omit<StartJob, "kind">): Record<string, unknown> {
  const said = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(said);
}
