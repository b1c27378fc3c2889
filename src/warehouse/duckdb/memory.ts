import { readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";

const CAP_BYTES = 3.5e9;

/** Bytes this process may use: the cgroup's limit where there is one, else the machine's RAM. */
export function availableMemoryBytes(): number {
  for (const path of ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]) {
    try {
      const limit = Number(readFileSync(path, "utf8").trim());
      if (Number.isFinite(limit) && limit > 0) return Math.min(limit, totalmem());
    } catch {
      // no cgroup of this version
    }
  }
  return totalmem();
}

/**
 * The engine's buffer limit: 60 % of what the process may use, at most 3.5 GB. Real RSS was measured at up to
 * 1.5 times this limit, and Node's heap comes on top.
 */
export function defaultMemoryLimitBytes(): number {
  return Math.floor(Math.min(0.6 * availableMemoryBytes(), CAP_BYTES));
}

export function defaultThreads(): number {
  return availableParallelism();
}
