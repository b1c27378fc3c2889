import { AppError } from "../core/errors.ts";
import type { CommandRun, Surfaces } from "../server/surfaces.ts";
import type { Command, Io } from "./command.ts";
import { commandLine } from "./output/command-line.ts";
import { drawCharts, exportResult } from "./output/export-result.ts";
import { parseArguments } from "./parse-arguments.ts";

/** What the command line lends to a server. */
export const serverSurfaces = (commands: () => readonly Command[]): Surfaces => ({
  runCommand: (run) => runInside(commands(), run),
  commandLine,
  exportResult,
  drawCharts,
});

/** Runs a command on the project that the server has open. */
async function runInside(commands: readonly Command[], run: CommandRun): Promise<number> {
  const [name, ...rest] = run.args;
  const command = commands.find((known) => known.name === name);
  if (command?.handedOver !== true) throw new AppError("USAGE", `a server does not run \`tidemark ${name}\``);
  const { args, options } = parseArguments(command, rest);
  const { out, err, note, outBytes, writeFile, progress, cwd, width, stdin = "", signal, session } = run;
  const io: Io = { out, err, note, outBytes, writeFile, progress, cwd, width, stdin: () => stdin };
  return command.run({ args, options, io, signal, session, clock: { nowMs: Date.now } });
}
