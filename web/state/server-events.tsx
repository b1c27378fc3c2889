import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { ServerEvent, streamEvents } from "../../src/contract/api/events.ts";
import type { Job } from "../../src/contract/job.ts";
import { jobLogQuery, jobsQuery } from "./queries.ts";

type Connection = "connecting" | "open" | "lost";

interface Live {
  readonly connection: Connection;
  /** Waiting and running jobs. */
  readonly jobs: readonly Job[];
}

const LiveContext = createContext<Live>({ connection: "connecting", jobs: [] });

/** What the server reports as it happens. */
export function useLive(): Live {
  return use(LiveContext);
}

const NAMES = ["hello", "job", "log", "data", "project"] as const;
const active = ({ state }: Job): boolean => state === "queued" || state === "running";

/** Listens to the server: keeps jobs current, and has pages ask again for what has changed. */
export function LiveProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const client = useQueryClient();
  const [live, setLive] = useState<Live>({ connection: "connecting", jobs: [] });
  useEffect(() => {
    const source = new EventSource(streamEvents.url);
    let lost = false;
    const listen = (message: MessageEvent<string>): void => {
      const event = ServerEvent.safeParse(JSON.parse(message.data));
      if (!event.success) return;
      if (event.data.type === "hello" && lost) void client.invalidateQueries();
      lost = false;
      refresh(event.data, client);
      setLive((before) => next(before, event.data));
    };
    for (const name of NAMES) source.addEventListener(name, listen);
    source.onerror = () => {
      lost = true;
      setLive((before) => ({ ...before, connection: "lost" }));
    };
    return () => source.close();
  }, [client]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

function next(before: Live, event: ServerEvent): Live {
  if (event.type === "hello") return { connection: "open", jobs: event.jobs };
  if (event.type !== "job") return before;
  const others = before.jobs.filter(({ id }) => id !== event.job.id);
  return { connection: "open", jobs: active(event.job) ? [...others, event.job] : others };
}

function refresh(event: ServerEvent, client: QueryClient): void {
  if (event.type === "data") {
    void client.invalidateQueries({ queryKey: ["data"] });
    void client.invalidateQueries({ queryKey: ["project"] });
  }
  if (event.type === "project") void client.invalidateQueries();
  if (event.type === "job" && client.getQueryData(jobsQuery.queryKey) !== undefined) {
    const { job } = event;
    client.setQueryData(jobsQuery.queryKey, (jobs) =>
      [job, ...(jobs ?? []).filter(({ id }) => id !== job.id)].sort((a, b) => b.id - a.id),
    );
  }
  if (event.type === "log") {
    client.setQueryData(jobLogQuery(event.job).queryKey, (lines) =>
      lines === undefined || lines.some(({ seq }) => seq === event.line.seq) ? lines : [...lines, event.line],
    );
  }
}
