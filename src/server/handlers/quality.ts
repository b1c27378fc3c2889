import { checkHistory, lastCheckReport } from "../../app/check-history.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

export function qualityHandlers({ host }: ServerContext): Handlers<"getQuality" | "listCheckRuns"> {
  return {
    getQuality: () => {
      const session = host.session();
      const run = lastCheckReport(session);
      return { run, current: run?.dataVersion === session.manifest.dataVersion() };
    },
    listCheckRuns: ({ query: { limit } }) => checkHistory(host.session(), limit),
  };
}
