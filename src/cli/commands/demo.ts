import { existsSync, renameSync, rmSync } from "node:fs";
import { relative, resolve } from "node:path";
import { PROJECT_FILE } from "../../config/project-file.ts";
import { AppError } from "../../core/errors.ts";
import type { Command, CommandContext } from "../command.ts";
import { formatDuration } from "../output/numbers.ts";
import { buildCommand } from "./build.ts";
import { checkCommand } from "./check.ts";
import { generateCommand } from "./generate.ts";
import { ingestCommand } from "./ingest.ts";
import { runCommand } from "./run.ts";

const EVENTS = "1000000";
const FOLDER = "tidemark-demo";

export const demoCommand: Command = {
  name: "demo",
  usage: "[dir]",
  summary: "see it work: a shop with a million events, loaded, modelled, checked and summed up",
  details:
    `Makes the project in ./${FOLDER} (or dir) the first time; after that it only shows the overview. It is an ordinary project:\n` +
    "look around in it with `tidemark query`, `list` and `describe`. Delete the folder to start afresh.",
  options: [],
  examples: ["tidemark demo", "tidemark demo /tmp/shop"],
  run: runDemo,
};

async function runDemo(context: CommandContext): Promise<number> {
  const { args, io, clock } = context;
  const dir = resolve(io.cwd, args[0] ?? FOLDER);
  const start = clock.nowMs();
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
  return 0;
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
