import { dataVersions } from "../app/data-versions.ts";
import type { ProjectHost } from "../app/project-host.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { EventHub } from "./event-hub.ts";

const LOOK_MS = 2000;

/** Publishes what jobs do, what it changes, and changes of the project file. @returns how to stop */
export function publishChanges(host: ProjectHost, queue: JobQueue, events: EventHub): () => void {
  let known = JSON.stringify(dataVersions(host));
  const leave = queue.subscribe((event) => {
    events.publish(event);
    if (event.type !== "job" || event.job.endedAt === null) return;
    const versions = dataVersions(host);
    if (JSON.stringify(versions) === known) return;
    known = JSON.stringify(versions);
    events.publish({ type: "data", ...versions });
  });
  host.onChange(() => events.publish({ type: "project" }));
  const look = setInterval(() => {
    if (events.listeners > 0) host.look();
  }, LOOK_MS);
  look.unref();
  return () => {
    clearInterval(look);
    leave();
  };
}
