import { AppError, asAppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { flagOption, type Io } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { handOver } from "./hand-over.ts";
import { commandHelp, programHelp } from "./help.ts";
import { progressLine } from "./output/progress-line.ts";
import { parseArguments } from "./parse-arguments.ts";

/** Runs the command line and returns the exit code. Results go to stdout, everything else to stderr. */
export async function main(argv: readonly string[]): Promise<number> {
  const debug = argv.includes("--debug");
  const line = progressLine({
    write: (text) => process.stderr.write(text),
    isTTY: process.stderr.isTTY === true,
    nowMs: Date.now,
  });
  process.stdout.on("error", endWhenNobodyReads);
  const abort = new AbortController();
  const interrupt = (): void => abort.abort(new AppError("CANCELLED", "interrupted"));
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    return await dispatch(argv, { line, signal: abort.signal });
  } catch (thrown) {
    line.clear();
    const error = asAppError(abort.signal.aborted ? abort.signal.reason : thrown);
    process.stderr.write(`error: ${error.message}\n`);
    if (error.hint !== undefined) process.stderr.write(`  ${error.hint}\n`);
    if (debug) process.stderr.write(`${stackOf(error)}\n`);
    return error.exitCode;
  } finally {
    line.clear();
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

/** Whoever reads stdout, such as `head`, may stop at any time: that is no failure. */
function endWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
}

interface Terminal {
  readonly line: ReturnType<typeof progressLine>;
  readonly signal: AbortSignal;
}

async function dispatch(argv: readonly string[], { line, signal }: Terminal): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "help") {
    process.stdout.write(`${programHelp(COMMANDS)}\n`);
    return name === undefined ? 3 : 0;
  }
  const command = COMMANDS.find((c) => c.name === name);
  if (command === undefined) {
    const near = didYouMean(
      name,
      COMMANDS.map((c) => c.name),
    );
    throw new AppError("USAGE", `unknown command "${name}"${near}`, { hint: "see `tidemark --help`" });
  }
  if (rest.includes("--help")) {
    process.stdout.write(`${commandHelp(command, rest)}\n`);
    return 0;
  }
  const { args, options } = parseArguments(command, rest);
  const quiet = flagOption(options, "quiet");
  const write = (stream: NodeJS.WriteStream, text: string): void => {
    line.clear();
    stream.write(`${text}\n`);
  };
  const io: Io = {
    out: (text) => write(process.stdout, text),
    outBytes: process.stdout.isTTY === true ? undefined : (bytes) => process.stdout.write(bytes),
    err: (text) => (quiet ? undefined : write(process.stderr, text)),
    note: (text) => write(process.stderr, text),
    progress: quiet ? () => {} : line.report,
    cwd: process.cwd(),
    width: process.stdout.isTTY === true ? process.stdout.columns : undefined,
  };
  const handed = command.handedOver === true ? await handOver(argv, { options, io, signal }) : undefined;
  return handed ?? command.run({ args, options, io, signal, clock: { nowMs: Date.now } });
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by: ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
