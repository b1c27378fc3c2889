import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A control group with a memory limit that processes can be put into. Removed when disposed, once they have ended. */
export interface MemoryGroup extends Disposable {
  /** Puts a process, and what it starts from now on, under the limit. */
  add(pid: number): void;
  /** The most memory that the group had, what the system keeps of files included; null where it is not said. */
  peakBytes(): number | null;
}

/** A group with a limit; null where this process may not make one. */
export function memoryGroup(limitBytes: number): MemoryGroup | null {
  for (const { root, limit, peak } of [V1, V2]) {
    const path = join(root, `tidemark-${process.pid}-${Math.round(limitBytes / 1e6)}`);
    try {
      if (!existsSync(join(root, "cgroup.procs"))) continue;
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, limit), String(Math.floor(limitBytes)));
      return groupAt(path, peak);
    } catch {
      remove(path);
    }
  }
  return null;
}

const V1 = {
  root: "/sys/fs/cgroup/memory",
  limit: "memory.limit_in_bytes",
  peak: "memory.max_usage_in_bytes",
} as const;
const V2 = { root: "/sys/fs/cgroup", limit: "memory.max", peak: "memory.peak" } as const;

function groupAt(path: string, peak: string): MemoryGroup {
  return {
    add: (pid) => writeFileSync(join(path, "cgroup.procs"), String(pid)),
    peakBytes: () => {
      const file = join(path, peak);
      return existsSync(file) ? Number(readFileSync(file, "utf8")) : null;
    },
    [Symbol.dispose]: () => remove(path),
  };
}

function remove(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // a process in it has not ended, or it was never made
  }
}
