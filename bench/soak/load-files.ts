import { renameSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ApiClient, createClient } from "../../src/contract/api/client.ts";
import { getJob, startJob } from "../../src/contract/api/jobs.ts";

/** A file that was loaded, built and checked by the server. */
export interface LoadedFile {
  readonly startMs: number;
  readonly endMs: number;
  readonly failed: boolean;
}

export interface LoadOptions {
  /** In order of time, on the disk of the project. */
  readonly files: readonly string[];
  readonly root: string;
  readonly everyMs: number;
  readonly stop: AbortSignal;
  readonly say: (line: string) => void;
}

const POLL_MS = 250;

/** Puts one file after the other in the project and presses "Refresh all", as the dashboard's button does. */
export async function loadFiles(url: string, options: LoadOptions): Promise<readonly LoadedFile[]> {
  const { files, root, everyMs, stop, say } = options;
  const client = createClient<Response, AbortSignal>({ fetch: (address, init) => fetch(address, init), base: url });
  const loads: LoadedFile[] = [];
  for (const file of files) {
    await sleep(everyMs, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) break;
    renameSync(file, join(root, basename(file)));
    const startMs = performance.now();
    const said = await refresh(client).catch((error: unknown) => ({ failed: true, text: String(error) }));
    const endMs = performance.now();
    say(`load ${basename(file)}: ${((endMs - startMs) / 1000).toFixed(1)} s, ${said.text}`);
    loads.push({ startMs, endMs, failed: said.failed });
  }
  return loads;
}

/** Presses the button and waits for the end of what it started. */
async function refresh(client: ApiClient<Response, AbortSignal>): Promise<{ failed: boolean; text: string }> {
  let job = await client.call(startJob, { body: { kind: "refresh" } });
  while (job.state === "queued" || job.state === "running") {
    await sleep(POLL_MS);
    job = await client.call(getJob, { path: { id: job.id } });
  }
  const detail = job.outcome?.summary ?? job.problem?.detail ?? "";
  return { failed: job.state !== "succeeded", text: `${job.state}, ${detail}` };
}
