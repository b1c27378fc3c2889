import { z } from "zod";
import { JobProgress } from "../job.ts";
import { Problem } from "../problem.ts";
import { route } from "./route.ts";

/** What a handed-over command does to the outside world, one per line; an empty line only says that it goes on. */
export const CommandEvent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("out"), text: z.string() }),
  z.strictObject({ type: z.literal("err"), text: z.string() }),
  z.strictObject({ type: z.literal("note"), text: z.string() }).describe("for stderr, under --quiet too"),
  z.strictObject({ type: z.literal("bytes"), base64: z.string() }).describe("for stdout, no text"),
  z.strictObject({ type: z.literal("file"), path: z.string(), base64: z.string() }).describe("to be written"),
  z.strictObject({ type: z.literal("progress"), progress: JobProgress }),
  z.strictObject({ type: z.literal("exit"), code: z.int() }),
  z.strictObject({ type: z.literal("failed"), problem: Problem }),
]);
export type CommandEvent = z.infer<typeof CommandEvent>;

export const runCommand = route({
  method: "POST",
  url: "/api/command",
  tag: "command line",
  summary: "Runs a command for `tidemark` on this machine; only with the token in the project's folder",
  body: z.strictObject({
    args: z.array(z.string()).min(1).describe("as typed, the command's name first"),
    cwd: z.string(),
    stdin: z.string().optional(),
    width: z.int().optional().describe("columns of the terminal that stdout is"),
  }),
  answer: CommandEvent,
  media: ["application/x-ndjson"],
});
