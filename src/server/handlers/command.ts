import { timingSafeEqual } from "node:crypto";
import type { CommandEvent } from "../../contract/api/command.ts";
import type { JobKind } from "../../contract/job.ts";
import { AppError } from "../../core/errors.ts";
import { streamResponse } from "../answers.ts";
import { summaryOf } from "../job-commands.ts";
import { problemOf } from "../problem-response.ts";
import type { Call, Handlers, ServerContext } from "../server-context.ts";
import type { CommandRun } from "../surfaces.ts";

/** Commands that change the project: they wait in line and leave a history. */
const JOBS: Readonly<Record<string, JobKind>> = {
  ingest: "ingest",
  build: "build",
  check: "check",
  sample: "sample",
  engine: "engine",
};
const PROGRESS_MS = 200;

/** Without a share `sample` prints its last report. */
function jobKind([name = "", ...rest]: readonly string[]): JobKind | undefined {
  if (name === "sample" && !rest.some((arg) => arg === "off" || /^\d.*%$/.test(arg))) return undefined;
  return JOBS[name];
}

type Given = Pick<CommandRun, "args" | "cwd" | "stdin" | "width">;
type Tell = (event: CommandEvent) => void;

/** Runs commands that `tidemark` hands over, and sends back what they print, line by line. */
export function commandHandlers(context: ServerContext): Handlers<"runCommand"> {
  return {
    runCommand: ({ body }, call) => {
      requireToken(call.request, context.token);
      return streamResponse({
        type: "application/x-ndjson",
        heartbeat: "\n",
        signal: context.stopping,
        open: (send, end) => {
          const gone = new AbortController();
          const tell: Tell = (event) => send(`${JSON.stringify(event)}\n`);
          const signal = AbortSignal.any([gone.signal, call.signal]);
          void run(context, body, { tell, call, signal })
            .then(
              (code) => tell({ type: "exit", code }),
              (error: unknown) => tell({ type: "failed", problem: problemOf(error, call.requestId) }),
            )
            .finally(end);
          return () => gone.abort(new AppError("CANCELLED", "the client has gone"));
        },
      });
    },
  };
}

/** @throws AppError FORBIDDEN */
function requireToken(request: Call["request"], token: string): void {
  const given = Buffer.from(request.headers.get("authorization") ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  throw new AppError("FORBIDDEN", "commands are run for those who can read the project's folder", {
    hint: "run `tidemark` as the user who started the server",
  });
}

interface Running {
  readonly tell: Tell;
  readonly call: Call;
  readonly signal: AbortSignal;
}

async function run(context: ServerContext, request: Given, running: Running): Promise<number> {
  const kind = jobKind(request.args);
  if (kind !== undefined) return runAsJob(context, request, { ...running, kind });
  const { host, budget, surfaces } = context;
  const { signal, tell, call } = running;
  return budget.run(call.client, signal, () =>
    surfaces.runCommand({ ...request, ...printer(tell), session: host.session(), signal }),
  );
}

async function runAsJob(
  { host, queue, surfaces }: ServerContext,
  request: Given,
  { tell, signal, kind }: Running & { readonly kind: JobKind },
): Promise<number> {
  host.session();
  const printed: string[] = [];
  let failure: unknown;
  const job = queue.add({ kind, params: { args: request.args }, origin: "command line" }, async (work) => {
    const print = printer(tell);
    try {
      const exitCode = await surfaces.runCommand({
        ...request,
        ...print,
        session: host.session(),
        signal: work.signal,
        out: (text) => {
          printed.push(text);
          work.line(text);
          print.out(text);
        },
        err: (text) => {
          work.line(text);
          print.err(text);
        },
        progress: (progress) => {
          work.progress(progress);
          print.progress(progress);
        },
      });
      return { exitCode, summary: summaryOf(printed) };
    } catch (error) {
      failure = error;
      throw error;
    }
  });
  if (job.state === "queued") tell({ type: "err", text: `job ${job.id} waits for the one that runs` });
  const cancel = (): void => void queue.cancel(job.id);
  signal.addEventListener("abort", cancel, { once: true });
  const { outcome, state } = await queue.ended(job.id);
  signal.removeEventListener("abort", cancel);
  if (outcome !== null) return outcome.exitCode;
  throw failure ?? new AppError("CANCELLED", `job ${job.id} was ${state}`);
}

/** What a command prints, as events; of progress only so many a second. */
function printer(tell: Tell) {
  let shownAt = 0;
  let phase = "";
  const print: Pick<CommandRun, "out" | "err" | "note" | "outBytes" | "writeFile" | "progress"> = {
    out: (text) => tell({ type: "out", text }),
    err: (text) => tell({ type: "err", text }),
    note: (text) => tell({ type: "note", text }),
    outBytes: (bytes) => tell({ type: "bytes", base64: Buffer.from(bytes).toString("base64") }),
    writeFile: (path, content) => tell({ type: "file", path, base64: Buffer.from(content).toString("base64") }),
    progress: ({ label = null, rows = null, ...progress }) => {
      const now = performance.now();
      if (progress.phase === phase && now - shownAt < PROGRESS_MS) return;
      [phase, shownAt] = [progress.phase, now];
      tell({ type: "progress", progress: { ...progress, label, rows } });
    },
  };
  return print;
}
