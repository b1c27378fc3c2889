import { z } from "zod";
import { Job, JobLine } from "../job.ts";
import { Outcome } from "../quality.ts";
import { route } from "./route.ts";

const Versions = z.strictObject({
  dataVersion: z.string(),
  modelsVersion: z.string().nullable(),
  quality: Outcome.nullable().describe("of the last complete check"),
});

/**
 * What happens on the server. The stream begins with `hello`; after a lost connection read again what you show.
 * On the wire each is a server-sent event whose name is `type` and whose data is this object.
 */
export const ServerEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("hello"), ...Versions.shape, jobs: z.array(Job).describe("waiting and running") }),
  z.strictObject({ type: z.literal("job"), job: Job }),
  z.strictObject({ type: z.literal("log"), job: z.int(), line: JobLine }),
  z.strictObject({ type: z.literal("data"), ...Versions.shape }).describe("data, models or their quality changed"),
  z.strictObject({ type: z.literal("project") }).describe("the project file changed"),
]);
export type ServerEvent = z.infer<typeof ServerEvent>;

export const streamEvents = route({
  method: "GET",
  url: "/api/events",
  tag: "events",
  summary: "Progress of jobs and changes of data, as server-sent events",
  answer: ServerEvent,
  media: ["text/event-stream"],
});
