import { readFileSync, writeFileSync } from "node:fs";
import { announcedServer } from "../app/server-address.ts";
import { createClient } from "../contract/api/client.ts";
import { CommandEvent, runCommand } from "../contract/api/command.ts";
import { AppError, asAppError } from "../core/errors.ts";
import type { CommandContext, Io } from "./command.ts";
import { projectRoot } from "./open-project.ts";

interface HandOver extends Pick<CommandContext, "options" | "io"> {
  readonly signal: AbortSignal;
}

/**
 * Lets the server that holds the project do the command, and prints what it prints.
 * @param argv as typed, the command's name first
 * @returns the exit code; undefined when no server holds the project
 * @throws AppError as the command does; INTERRUPTED when the server ends before the command
 */
export async function handOver(
  argv: readonly string[],
  { options, io, signal }: HandOver,
): Promise<number | undefined> {
  const server = announcedServer(rootOf({ options, io }));
  if (server === undefined) return undefined;
  const client = createClient<Response, AbortSignal>({
    fetch: (url, init) => fetch(url, init),
    base: server.url,
    headers: { authorization: `Bearer ${server.token}`, "x-tidemark-client": "command line" },
  });
  const body = {
    args: [...argv],
    cwd: io.cwd,
    ...(argv.includes("-") ? { stdin: readFileSync(0, "utf8") } : {}),
    ...(io.width === undefined ? {} : { width: io.width }),
  };
  const response = await client.open(runCommand, { body }, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    if (isNobody(error)) return undefined;
    throw error;
  });
  return response === undefined ? undefined : await follow(response, io);
}

/** The project's folder; a folder without one is for the command itself to complain about. */
function rootOf(context: Pick<CommandContext, "options" | "io">): string {
  try {
    return projectRoot(context);
  } catch {
    return context.io.cwd;
  }
}

/** True when nobody listens at the address, or somebody who knows nothing of this project. */
function isNobody(error: unknown): boolean {
  return error instanceof TypeError || ["FORBIDDEN", "INTERNAL", "NOT_FOUND"].includes(asAppError(error).code);
}

async function follow(response: Response, io: Io): Promise<number> {
  try {
    for await (const line of linesOf(response)) {
      const code = obey(CommandEvent.parse(JSON.parse(line)), io);
      if (code !== undefined) return code;
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw lost(error);
  }
  throw lost(undefined);
}

const lost = (cause: unknown): AppError =>
  new AppError("INTERRUPTED", "the server that did the command has ended", {
    hint: "run it again: without a server the command does it itself",
    cause,
  });

/** @returns the exit code when the command has ended */
function obey(event: CommandEvent, io: Io): number | undefined {
  switch (event.type) {
    case "out":
      io.out(event.text);
      return undefined;
    case "err":
      io.err(event.text);
      return undefined;
    case "note":
      (io.note ?? io.err)(event.text);
      return undefined;
    case "bytes":
      io.outBytes?.(Buffer.from(event.base64, "base64"));
      return undefined;
    case "file":
      writeFileSync(event.path, Buffer.from(event.base64, "base64"));
      return undefined;
    case "progress": {
      const { label, rows, ...progress } = event.progress;
      io.progress({ ...progress, ...(label === null ? {} : { label }), ...(rows === null ? {} : { rows }) });
      return undefined;
    }
    case "exit":
      return event.code;
    case "failed": {
      const { code, detail, hint } = event.problem;
      throw new AppError(code, detail, hint === null ? {} : { hint });
    }
  }
}

async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (body === null) return;
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
}
