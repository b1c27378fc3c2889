import { forecast } from "../../analyses/forecast/index.ts";
import { keptForecasts } from "../../app/kept-forecasts.ts";
import { readVersion } from "../../app/read-version.ts";
import { createResultStore } from "../../state/results.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

export function forecastHandlers({ host, reads }: ServerContext): Handlers<"listForecasts"> {
  return {
    listForecasts: async (_, call) => {
      const session = host.session();
      const [newest] = createResultStore(session.state).list({ analysis: forecast.id, limit: 1 });
      const question = ["forecasts", newest?.envelope.id ?? null, readVersion(session)];
      const work = (signal: AbortSignal) => keptForecasts(session, { signal });
      const kept = await reads.answer({ question, work }, call);
      return kept.map((one) => ({ ...one, points: [...one.points] }));
    },
  };
}
