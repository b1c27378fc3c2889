import type { ProjectHost } from "../app/project-host.ts";
import { StartJob } from "../contract/api/jobs.ts";
import type { Job, JobOutcome } from "../contract/job.ts";
import type { JobContext, JobWork } from "../jobs/queue.ts";
import type { Surfaces } from "./surfaces.ts";

/** The command lines that a job is made of. */
export function commandsOf(job: Pick<Job, "kind" | "params">): readonly (readonly string[])[] {
  const { retryOf: _, ...rest } = job.params;
  const { kind, sources, reload, full, only, severity } = StartJob.parse({ ...rest, kind: job.kind });
  const commands: Readonly<Record<Exclude<StartJob["kind"], "refresh">, readonly string[]>> = {
    ingest: ["ingest", ...sources, ...reload.flatMap((source) => ["--reload", source])],
    build: ["build", ...(full ? ["--full"] : [])],
    check: [
      "check",
      ...only.flatMap((id) => ["--only", id]),
      ...(severity === undefined ? [] : ["--severity", severity]),
    ],
  };
  return kind === "refresh" ? [commands.ingest, commands.build, commands.check] : [commands[kind]];
}

/** Beyond this exit code the next command of a job makes no sense. */
const WORST_DONE = 2;

/** Does a job of the dashboard: the commands a person would type, with what they print as its log. */
export function jobWork(host: ProjectHost, surfaces: Surfaces): JobWork {
  return async (context): Promise<JobOutcome> => {
    let outcome: JobOutcome = { exitCode: 0, summary: "" };
    for (const args of commandsOf(context.job)) {
      context.signal.throwIfAborted();
      const last = await runLogged(args, context, { host, surfaces });
      outcome = { exitCode: Math.max(outcome.exitCode, last.exitCode), summary: last.summary };
      if (last.exitCode > WORST_DONE) break;
    }
    return outcome;
  };
}

interface Runner {
  readonly host: ProjectHost;
  readonly surfaces: Surfaces;
}

async function runLogged(
  args: readonly string[],
  { signal, progress, line }: JobContext,
  { host, surfaces }: Runner,
): Promise<JobOutcome> {
  const printed: string[] = [];
  const session = host.session();
  line(`$ tidemark ${args.join(" ")}`);
  const exitCode = await surfaces.runCommand({
    args,
    session,
    cwd: session.paths.root,
    signal,
    progress,
    out: (text) => {
      printed.push(text);
      line(text);
    },
    err: line,
  });
  return { exitCode, summary: summaryOf(printed) };
}

/** The last line of what a command printed says what it did. */
export function summaryOf(printed: readonly string[]): string {
  const lines = printed.flatMap((text) => text.split("\n")).filter((text) => text.trim() !== "");
  return lines.at(-1)?.trim() ?? "";
}
