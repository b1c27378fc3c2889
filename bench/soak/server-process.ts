import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { readyz } from "../../src/contract/api/health.ts";
import { AppError } from "../../src/core/errors.ts";
import type { CancelSignal } from "../../src/core/signal.ts";
import { BIN } from "../compiled.ts";
import type { MemoryGroup } from "../memory-group.ts";

/** `tidemark serve` in a process of its own; gone when disposed. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process until it says that it is ready. */
  readonly readyMs: number;
  /** Rejects when the process ends before it is disposed. @throws AppError INTERNAL with the signal or exit code */
  readonly died: Promise<never>;
}

/** @throws AppError INTERNAL when it ends before it is ready; CANCELLED */
export async function startServerProcess(
  root: string,
  { signal, group }: { readonly signal: CancelSignal; readonly group?: MemoryGroup | null | undefined },
): Promise<ServerProcess> {
  signal.throwIfAborted();
  const began = performance.now();
  const args = [BIN, "serve", "--project", root, "--port", "0", "--quiet"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  if (child.pid !== undefined) group?.add(child.pid);
  const cancel = (): boolean => child.kill("SIGKILL");
  signal.addEventListener("abort", cancel);
  const url = await firstLine(child);
  const response = await fetch(`${url}${readyz.url}`);
  await response.body?.cancel();
  if (!response.ok) throw new AppError("INTERNAL", `the server is not ready: status ${response.status}`);
  let disposed = false;
  const died = new Promise<never>((_, reject) => {
    child.once("exit", (code, by) => {
      if (!disposed) reject(new AppError("INTERNAL", `the server ended (${by ?? `exit code ${code}`})`));
    });
  });
  died.catch(() => undefined);
  return {
    url,
    died,
    pid: child.pid ?? 0,
    readyMs: performance.now() - began,
    [Symbol.asyncDispose]: async () => {
      signal.removeEventListener("abort", cancel);
      disposed = true;
      await stopped(child);
    },
  };
}

/** The address: the first line that the server prints. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, by) =>
      reject(new AppError("INTERNAL", `the server ended before it was ready (${by ?? `exit code ${code}`})`)),
    );
    if (child.stdout !== null) createInterface({ input: child.stdout }).once("line", resolve);
  });
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
