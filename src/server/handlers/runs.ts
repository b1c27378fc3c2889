import { loadRun, loadRuns } from "../../app/load-runs.ts";
import { AppError } from "../../core/errors.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

export function runHandlers({ host }: ServerContext): Handlers<"listRuns" | "getRun"> {
  return {
    listRuns: ({ query: { limit } }) => loadRuns(host.session(), limit),
    getRun: ({ path: { id } }) => {
      const run = loadRun(host.session(), id);
      if (run === undefined) throw new AppError("NOT_FOUND", `there is no run ${id}`);
      return run;
    },
  };
}
