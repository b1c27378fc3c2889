import { asAppError } from "../src/core/errors.ts";
import { type Reply, type Request, TASKS } from "./tasks.ts";

// A process that does one piece of work, so that its time and its peak memory are that work's alone.

let answered = false;

/** The parent ends this process itself; without a parent there is nobody to answer. */
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(answered ? 0 : 1));

process.once("message", (request) => {
  void answer(request as Request).then((reply) => {
    answered = true;
    process.send?.(reply, () => process.disconnect());
  });
});

async function answer({ task, input }: Request): Promise<Reply> {
  const run = TASKS[task] as (input: unknown) => Promise<unknown>;
  const startMs = performance.now();
  try {
    const output = await run(input);
    const seconds = (performance.now() - startMs) / 1000;
    return { ok: true, seconds, peakRssBytes: process.resourceUsage().maxRSS * 1024, output };
  } catch (thrown) {
    const { code, message, hint } = asAppError(thrown);
    return { ok: false, code, message, hint };
  }
}
