import { openHost } from "../../app/project-host.ts";
import { AppError } from "../../core/errors.ts";
import { type RunningServer, startServer } from "../../server/start-server.ts";
import { type Command, type CommandContext, flagOption, textOption } from "../command.ts";
import { projectRoot, waitMs } from "../open-project.ts";
import { serverSurfaces } from "../server-surfaces.ts";

const DEFAULT_PORT = 4680;

/** `serve` lends its server the other commands, so it is made with a way to list them. */
export function serveCommand(commands: () => readonly Command[]): Command {
  return {
    name: "serve",
    usage: "",
    summary: "open the dashboard and the HTTP interface of the project on this machine",
    details:
      "Listens on this machine only; there are no accounts yet. While it runs it holds the project, and `tidemark run`, `query`,\n" +
      "`ingest`, `build`, `check`, `sample`, `engine`, `list`, `describe` and `why` in the project hand their work over to it, with the same output.\n" +
      "Logs are JSON lines on stderr. SIGINT and SIGTERM cancel the job that runs and let answers go out first.",
    options: [
      { name: "port", kind: "text", placeholder: "n", describe: `default ${DEFAULT_PORT}; 0 takes a free one` },
      { name: "host", kind: "text", placeholder: "address", describe: "loopback address; default 127.0.0.1" },
    ],
    examples: ["tidemark serve", "tidemark serve --port 0 --quiet"],
    run: (context) => runServe(context, commands),
  };
}

async function runServe(context: CommandContext, commands: () => readonly Command[]): Promise<number> {
  const { args, options } = context;
  if (args.length > 0) throw new AppError("USAGE", `serve takes no arguments: "${args[0]}"`);
  return serveProject(context, {
    root: projectRoot(context),
    commands,
    port: portOf(textOption(options, "port")),
    hostname: textOption(options, "host") ?? "127.0.0.1",
    logLevel: flagOption(options, "quiet") ? "warn" : "info",
    ready: ({ url }) => context.io.out(url),
  });
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? DEFAULT_PORT);
  if (Number.isInteger(port) && port >= 0 && port < 65_536 && text !== "") return port;
  throw new AppError("USAGE", `--port takes a number from 0 to 65535, not "${text}"`);
}

export interface ServeOptions {
  readonly root: string;
  readonly commands: () => readonly Command[];
  readonly port: number;
  readonly hostname: string;
  readonly logLevel: "info" | "warn";
  readonly ready: (server: RunningServer) => void;
}

/** Serves the project until the command is interrupted. @returns the exit code: 0 after SIGTERM, 130 after SIGINT */
export async function serveProject(context: CommandContext, options: ServeOptions): Promise<number> {
  const { root, commands, ready, ...where } = options;
  let terminated = false;
  process.once("SIGTERM", () => {
    terminated = true;
  });
  const host = await openHost(root, { purpose: "serve", waitMs: waitMs(context.options) });
  try {
    const server = await startServer(host, { ...where, surfaces: serverSurfaces(commands), clock: context.clock });
    ready(server);
    await interrupted(context);
    await server.stop();
  } finally {
    // an engine that does not stop cannot be closed: the process would wait for it for ever
    if (host.stuck) process.kill(process.pid, "SIGKILL");
    await host[Symbol.asyncDispose]();
  }
  return terminated ? 0 : 130;
}

function interrupted({ signal }: CommandContext): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}
