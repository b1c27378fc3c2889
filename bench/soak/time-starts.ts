import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "../../src/contract/api/client.ts";
import { createRng } from "../../src/core/rng.ts";
import type { CancelSignal } from "../../src/core/signal.ts";
import { forgetCached } from "../file-cache.ts";
import { projectFiles } from "../project-files.ts";
import { openShell, PAGES } from "./dashboard-pages.ts";
import type { Ask } from "./page.ts";
import { residentBytes } from "./resident-memory.ts";
import { startServerProcess } from "./server-process.ts";

export interface Start {
  readonly readyMs: number;
  /** The dashboard and its first page, from the first request to the last answer. */
  readonly homeMs: number;
  readonly idleBytes: number;
}

export interface Starts {
  /** The project's files out of the system's cache, no answer known. */
  readonly cold: Start;
  readonly warm: Start;
}

export interface StartOptions {
  readonly signal: CancelSignal;
  readonly say: (line: string) => void;
  /** How long the server is left alone before its memory is looked at. */
  readonly idleMs: number;
}

/** Starts the server twice, and asks for the first page each time. */
export async function timeStarts(root: string, options: StartOptions): Promise<Starts> {
  if (!forgetCached(projectFiles(root))) options.say("cold start: the system keeps the files in its cache");
  const cold = await timeStart(root, options);
  return { cold, warm: await timeStart(root, options) };
}

async function timeStart(root: string, { signal, idleMs }: StartOptions): Promise<Start> {
  await using server = await startServerProcess(root, { signal });
  await sleep(idleMs);
  const idleBytes = residentBytes(server.pid) ?? 0;
  const client = createClient<Response, AbortSignal>({
    fetch: (address, init) => fetch(address, init),
    base: server.url,
  });
  const ask: Ask = (route, input) => client.call(route, input);
  const began = performance.now();
  const shell = await openShell({ ask });
  const home = PAGES.find(({ name }) => name === "Home");
  await home?.open({ ...shell, ask, selection: {}, rng: createRng(0) });
  return { readyMs: server.readyMs, homeMs: performance.now() - began, idleBytes };
}
