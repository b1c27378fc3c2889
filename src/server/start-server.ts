import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { availableParallelism } from "node:os";
import { createAdaptorServer } from "@hono/node-server";
import pino from "pino";
import { jobStore } from "../app/job-store.ts";
import { openEngineBytes } from "../app/open-warehouse.ts";
import type { ProjectHost } from "../app/project-host.ts";
import { announceServer } from "../app/server-address.ts";
import { environment } from "../config/environment.ts";
import type { Clock } from "../core/clock.ts";
import { AppError } from "../core/errors.ts";
import { JobQueue } from "../jobs/queue.ts";
import { Budget, serverLimits } from "./budget.ts";
import { publishChanges } from "./changes.ts";
import { Coalescer } from "./coalescer.ts";
import { EventHub } from "./event-hub.ts";
import { isLoopback } from "./guards.ts";
import { createHttpApp } from "./http-app.ts";
import { jobWork } from "./job-commands.ts";
import { KeptReads } from "./kept-reads.ts";
import type { ServerContext } from "./server-context.ts";
import { createMetrics } from "./server-metrics.ts";
import { dashboardFolder } from "./static-files.ts";
import type { Surfaces } from "./surfaces.ts";

export interface ServerOptions {
  /** An address of this machine that nobody else can reach. */
  readonly hostname: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly surfaces: Surfaces;
  readonly clock: Clock;
  readonly logLevel: "info" | "warn" | "silent";
  /** Folder of the built dashboard; default: where the build puts it. */
  readonly dashboard?: string;
}

export interface RunningServer {
  readonly url: string;
  readonly token: string;
  /** Stops: what runs is cancelled, those who wait for an answer get it within `graceMs`. */
  stop(): Promise<void>;
}

const GRACE_MS = 5000;
/** Threads of Node's pool where the environment does not say how many; it is too late to ask for more once Node runs. */
const NODE_THREADS = 4;
/** Bytes: a question is part of the address, and may hold a statement. */
const LONGEST_QUESTION = 256 * 1024;
/** A page that asks every few seconds keeps its connection; one that is closed while a busy server looks away loses a question. */
const IDLE_CONNECTION_MS = 75_000;

/**
 * Serves a project over HTTP. The host stays the caller's: it is to be disposed after the server has stopped.
 * @throws AppError USAGE for an address that others could reach, or that is taken
 */
export async function startServer(host: ProjectHost, options: ServerOptions): Promise<RunningServer> {
  const { hostname, port } = options;
  if (!isLoopback(hostname))
    throw new AppError("USAGE", `the server cannot listen on ${hostname}: others could reach it`, {
      hint: "it has no accounts yet, so it listens on 127.0.0.1 only; reach it from elsewhere through `ssh -L`",
    });
  const stopping = new AbortController();
  const impatience = new AbortController();
  // every open stream and every request listens
  setMaxListeners(0, stopping.signal, impatience.signal);
  const context = createContext(host, options, stopping.signal);
  const { queue, events, log, token } = context;
  const app = createHttpApp(context, {
    dashboard: options.dashboard ?? dashboardFolder(),
    impatience: impatience.signal,
  });
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { maxHeaderSize: LONGEST_QUESTION },
  }) as Server;
  server.keepAliveTimeout = IDLE_CONNECTION_MS;
  const unpublish = publishChanges(host, queue, events);
  const url = await listen(server, hostname.replace(/^\[|\]$/g, ""), port);
  queue.start();
  const withdraw = announceServer(host, { url, token, pid: process.pid });
  log.info({ url, project: host.root }, "serving");
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    log.info("stopping");
    withdraw();
    stopping.abort(new AppError("CANCELLED", "the server was stopped"));
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const timers = [
      setTimeout(() => impatience.abort(new AppError("CANCELLED", "the server was stopped")), GRACE_MS),
      setTimeout(() => server.closeAllConnections(), 2 * GRACE_MS),
    ];
    await Promise.all([queue.stop(), closed]);
    for (const timer of timers) clearTimeout(timer);
    unpublish();
    log.info("stopped");
  };
  return {
    url,
    token,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

function createContext(
  host: ProjectHost,
  { surfaces, clock, logLevel }: ServerOptions,
  stopping: AbortSignal,
): ServerContext {
  const threads = Number(environment()["UV_THREADPOOL_SIZE"]) || NODE_THREADS;
  const budget = new Budget(serverLimits(availableParallelism(), threads));
  const events = new EventHub();
  const log = pino({ level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
  const coalescer = new Coalescer();
  return {
    host,
    budget,
    coalescer,
    reads: new KeptReads({ budget, coalescer }),
    events,
    surfaces,
    clock,
    stopping,
    queue: new JobQueue({
      store: jobStore(host),
      clock,
      work: jobWork(host, surfaces),
      onFault: (error) => log.error({ err: error }, "the record of a job failed"),
    }),
    metrics: createMetrics({
      running: () => budget.running,
      listeners: () => events.listeners,
      engineBytes: openEngineBytes,
    }),
    log,
    token: randomBytes(32).toString("base64url"),
  };
}

async function listen(server: Server, hostname: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      const message = taken ? `port ${port} is taken` : `cannot listen on ${hostname}:${port}: ${error.message}`;
      reject(new AppError("USAGE", message, { hint: "choose another with --port; 0 takes a free one", cause: error }));
    });
    server.listen(port, hostname, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${bound}`;
}
