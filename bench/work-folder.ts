import { mkdirSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { formatBytes } from "../src/cli/output/numbers.ts";
import { AppError } from "../src/core/errors.ts";

/** A folder of this run's own; gone when disposed, unless it is to be kept. */
export interface WorkFolder extends Disposable {
  readonly path: string;
  /** @throws AppError DISK_FULL when fewer bytes are free */
  requireFree(bytes: number, what: string): void;
}

export function openWorkFolder(parent: string, { keep }: { readonly keep: boolean }): WorkFolder {
  mkdirSync(parent, { recursive: true });
  const path = mkdtempSync(join(parent, "tidemark-bench-"));
  return {
    path,
    requireFree: (bytes, what) => {
      const { bavail, bsize } = statfsSync(path);
      if (bavail * bsize >= bytes) return;
      throw new AppError(
        "DISK_FULL",
        `${what} needs about ${formatBytes(bytes)}, ${formatBytes(bavail * bsize)} are free in ${parent}`,
        { hint: "name a folder on a larger disk with --work, or fewer rows with --events" },
      );
    },
    [Symbol.dispose]: () => {
      if (!keep) rmSync(path, { recursive: true, force: true });
    },
  };
}
