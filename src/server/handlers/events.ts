import { dataVersions } from "../../app/data-versions.ts";
import type { ServerEvent } from "../../contract/api/events.ts";
import { streamResponse } from "../answers.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

/** A line that keeps proxies and browsers from giving up on a quiet stream. */
const HEARTBEAT_MS = 15_000;
const ACTIVE = 1000;

const wire = (event: ServerEvent): string => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

export function eventHandlers({ host, queue, events, stopping }: ServerContext): Handlers<"streamEvents"> {
  return {
    streamEvents: () =>
      streamResponse({
        type: "text/event-stream",
        signal: stopping,
        open: (send) => {
          const active = (["running", "queued"] as const).flatMap((state) => [...queue.list({ state, limit: ACTIVE })]);
          send(wire({ type: "hello", ...dataVersions(host), jobs: active }));
          const leave = events.subscribe((event) => send(wire(event)));
          const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT_MS);
          return () => {
            clearInterval(heartbeat);
            leave();
          };
        },
      }),
  };
}
