import { dataVersions } from "../../app/data-versions.ts";
import type { ServerEvent } from "../../contract/api/events.ts";
import { streamResponse } from "../answers.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

const ACTIVE = 1000;

const wire = (event: ServerEvent): string => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

export function eventHandlers({ host, queue, events, stopping }: ServerContext): Handlers<"streamEvents"> {
  return {
    streamEvents: () =>
      streamResponse({
        type: "text/event-stream",
        heartbeat: ": still here\n\n",
        signal: stopping,
        open: (send) => {
          const active = (["running", "queued"] as const).flatMap((state) => [...queue.list({ state, limit: ACTIVE })]);
          send(wire({ type: "hello", ...dataVersions(host), jobs: active }));
          return events.subscribe((event) => send(wire(event)));
        },
      }),
  };
}
