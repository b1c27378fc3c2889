import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { AppError } from "../../src/core/errors.ts";
import type { CancelSignal } from "../../src/core/signal.ts";
import { BIN } from "../compiled.ts";
import type { MemoryGroup } from "../memory-group.ts";

const FOLDER = join(dirname(dirname(BIN)), "bench/reference");
const PYTHON = join(FOLDER, ".venv/bin/python");

/** What a step of the reference says of itself. */
const Made = z.object({
  rows: z.number(),
  bytes: z.number(),
  version: z.string(),
  seconds: z.number(),
  peakRssBytes: z.number(),
});
export type ReferenceStep = z.infer<typeof Made>;

/** How to make the environment of the references; null when it is there. */
export const missingReference = (): string | null =>
  existsSync(PYTHON) ? null : "no reference: `sh bench/reference/setup.sh` makes its environment";

export interface ReferenceOptions {
  readonly signal: CancelSignal;
  readonly group?: MemoryGroup | null | undefined;
}

/** Runs one of the reference's programs in a process of its own. @throws AppError INTERNAL with what it said; CANCELLED */
export async function runReference(
  script: string,
  args: readonly string[],
  { signal, group }: ReferenceOptions,
): Promise<ReferenceStep> {
  signal.throwIfAborted();
  const child = spawn(PYTHON, [join(FOLDER, script), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  if (child.pid !== undefined) group?.add(child.pid);
  const cancel = (): boolean => child.kill("SIGKILL");
  signal.addEventListener("abort", cancel);
  const said: Record<"stdout" | "stderr", string> = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
    });
  try {
    const code = await new Promise<number | string | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status, by) => resolve(by ?? status));
    });
    signal.throwIfAborted();
    if (code !== 0)
      throw new AppError("INTERNAL", `${script} ${args[0] ?? ""} ended with ${code}: ${said.stderr.slice(-500)}`);
    return Made.parse(JSON.parse(said.stdout));
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
