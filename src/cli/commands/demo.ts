import { existsSync, renameSync, rmSync } from "node:fs";
import { relative, resolve } from "node:path";
import { PROJECT_FILE } from "../../config/project-file.ts";
import { AppError } from "../../core/errors.ts";
import { type Command, type CommandContext, flagOption } from "../command.ts";
import { isFree, openBrowser, runningServer } from "../dashboard.ts";
import { formatDuration } from "../output/numbers.ts";
import { buildCommand } from "./build.ts";
import { checkCommand } from "./check.ts";
import { generateCommand } from "./generate.ts";
import { ingestCommand } from "./ingest.ts";
import { runCommand } from "./run.ts";
import { serveProject } from "./serve.ts";

const EVENTS = "1000000";
const FOLDER = "tidemark-demo";

/** `demo` ends by serving, which lends the other commands. */
export function demoCommand(commands: () => readonly Command[]): Command {
  return {
    name: "demo",
    usage: "[dir]",
    summary: "see it work: a shop with a million events, loaded, modelled, checked, and its dashboard",
    details:
      `Makes the project in ./${FOLDER} (or dir) the first time; after that it only opens the dashboard. It is an ordinary\n` +
      "project: look around in it with `tidemark query`, `list` and `describe`. Ctrl-C ends it; delete the folder to start afresh.",
    options: [
      { name: "no-serve", kind: "flag", describe: "end with the overview instead of the dashboard" },
      { name: "no-open", kind: "flag", describe: "do not open a browser" },
    ],
    examples: ["tidemark demo", "tidemark demo /tmp/shop --no-serve"],
    run: (context) => runDemo(context, commands),
  };
}

async function runDemo(context: CommandContext, commands: () => readonly Command[]): Promise<number> {
  const { args, io, clock } = context;
  const dir = resolve(io.cwd, args[0] ?? FOLDER);
  const start = clock.nowMs();
  const running = await runningServer(dir);
  if (running !== undefined) {
    io.out(running);
    io.err("the demo's dashboard is open already");
    return 0;
  }
  await generateOnce(context, dir);
  for (const command of [ingestCommand, buildCommand, checkCommand, runCommand]) {
    io.err(`\ntidemark ${command.name}${command === runCommand ? " overview" : ""}`);
    const code = await command.run({
      ...context,
      args: command === runCommand ? ["overview"] : [],
      options: { project: dir },
    });
    if (code > 2) return code;
  }
  const where = relative(io.cwd, dir) || ".";
  io.err(`\nready in ${formatDuration(clock.nowMs() - start)}. The project is ${where}; go on with`);
  io.err(
    `  tidemark query --project ${where} "select event, count(*) as n from fct_events group by event order by n desc"`,
  );
  io.err(`  tidemark run overview --project ${where} --by category_code`);
  if (flagOption(context.options, "no-serve")) return 0;
  return serveDemo(context, dir, commands);
}

const PORT = 4680;

/** The demo takes any port when the usual one is taken. */
async function serveDemo(context: CommandContext, dir: string, commands: () => readonly Command[]): Promise<number> {
  const ready = ({ url }: { readonly url: string }): void => {
    context.io.err("\nthe dashboard is open; Ctrl-C ends it");
    context.io.out(url);
    if (!flagOption(context.options, "no-open")) openBrowser(url);
  };
  const serve = (port: number): Promise<number> =>
    serveProject(context, { root: dir, commands, port, hostname: "127.0.0.1", logLevel: "warn", ready });
  return serve((await isFree(PORT)) ? PORT : 0);
}

/** Generates into a folder beside and renames it, so that an interrupted run leaves nothing half-made. */
async function generateOnce(context: CommandContext, dir: string): Promise<void> {
  if (existsSync(`${dir}/${PROJECT_FILE}`)) {
    if (existsSync(`${dir}/truth.json`)) return;
    throw new AppError("PROJECT_EXISTS", `${dir} holds another project`, {
      hint: "name an empty folder: `tidemark demo <dir>`",
    });
  }
  if (existsSync(dir))
    throw new AppError("PROJECT_EXISTS", `${dir} exists and is not a demo project`, {
      hint: "name another folder: `tidemark demo <dir>`",
    });
  const partial = `${dir}.partial`;
  rmSync(partial, { recursive: true, force: true });
  context.io.err(`tidemark generate shop --events ${EVENTS}`);
  try {
    await generateCommand.run({ ...context, args: ["shop"], options: { events: EVENTS, out: partial, quiet: true } });
    renameSync(partial, dir);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}
