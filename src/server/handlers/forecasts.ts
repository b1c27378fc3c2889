import { forecastsVersion, keptForecasts } from "../../app/kept-forecasts.ts";
import { readVersion } from "../../app/read-version.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

export function forecastHandlers({ host, reads }: ServerContext): Handlers<"listForecasts"> {
  return {
    listForecasts: async (_, call) => {
      const session = host.session();
      const question = () => ["forecasts", forecastsVersion(session), readVersion(session)];
      const work = (signal: AbortSignal) => keptForecasts(session, { signal });
      const kept = await reads.answer({ question, work }, call);
      return kept.map((one) => ({ ...one, changed: [...one.changed], points: [...one.points] }));
    },
  };
}
