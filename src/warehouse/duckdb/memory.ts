import { readFileSync, statfsSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { dirname } from "node:path";

const CAP_BYTES = 3.5e9;
const LEAST_BYTES = 128e6;
/** What the program itself takes beside the engine: code, heap, answers under way. */
const OWN_BYTES = 350e6;
/** Resident memory was measured at up to so many times the engine's limit: the allocator keeps what was freed. */
const RESIDENT_FACTOR = 1.5;
/** Less than this for each thread makes threads wait for each other's memory. */
const THREAD_BYTES = 125e6;
const SPILL_FACTOR = 4;
const SPILL_DISK_SHARE = 0.5;

/** Reads a small file of the system; undefined when there is none. */
export type ReadText = (path: string) => string | undefined;

const readText: ReadText = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
};

/** What the control groups that the process is in allow; undefined where nothing is limited. */
export interface GroupLimits {
  readonly memoryBytes: number | undefined;
  readonly cpus: number | undefined;
}

/** The tightest limits on the way from the process's own group to the root, of either version of cgroups. */
export function groupLimits(read: ReadText = readText): GroupLimits {
  const groups = (read("/proc/self/cgroup") ?? "").trim().split("\n");
  const memory: number[] = [];
  const cpus: number[] = [];
  const number = (path: string): number => Number(read(path)?.trim() || Number.NaN);
  for (const line of groups) {
    const [, controllers = "", path = "/"] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    const names = controllers.split(",");
    for (const folder of upwards(path)) {
      if (controllers === "") {
        const unified = `/sys/fs/cgroup${folder}`;
        memory.push(number(`${unified}/memory.max`), number(`${unified}/memory.high`));
        const [quota, period] = (read(`${unified}/cpu.max`) ?? "").trim().split(" ").map(Number);
        cpus.push((quota ?? Number.NaN) / (period ?? Number.NaN));
      }
      if (names.includes("memory")) memory.push(number(`/sys/fs/cgroup/memory${folder}/memory.limit_in_bytes`));
      if (names.includes("cpu")) {
        const group = `/sys/fs/cgroup/cpu${folder}`;
        cpus.push(number(`${group}/cpu.cfs_quota_us`) / number(`${group}/cpu.cfs_period_us`));
      }
    }
  }
  return { memoryBytes: least(memory), cpus: least(cpus) };
}

/** A path and all above it, the root as an empty text: inside a container the own path may not be there. */
function upwards(path: string): readonly string[] {
  const parts = path.split("/").filter((part) => part !== "" && part !== "..");
  return [...parts.map((_, i) => `/${parts.slice(0, parts.length - i).join("/")}`), ""];
}

function least(values: readonly number[]): number | undefined {
  const limits = values.filter((value) => Number.isFinite(value) && value > 0);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** Bytes this process may use: the tightest limit of its control groups where there is one, else the machine's RAM. */
export function availableMemoryBytes(): number {
  return Math.min(groupLimits().memoryBytes ?? Number.POSITIVE_INFINITY, totalmem());
}

/**
 * The engine's buffer limit where the project does not say: 60 % of what the process may use, at most 3.5 GB, and so
 * little that 1.5 times of it and the program itself fit.
 * @param available bytes that the process may use
 */
export function defaultMemoryLimitBytes(available = availableMemoryBytes()): number {
  const fitting = Math.min(0.6 * available, (available - OWN_BYTES) / RESIDENT_FACTOR, CAP_BYTES);
  return Math.floor(Math.max(LEAST_BYTES, fitting));
}

/** As many threads as there are processors for this process, and as its memory feeds. */
export function defaultThreads(memoryLimitBytes = defaultMemoryLimitBytes()): number {
  const processors = Math.min(availableParallelism(), Math.ceil(groupLimits().cpus ?? Number.POSITIVE_INFINITY));
  return Math.max(1, Math.min(processors, Math.floor(memoryLimitBytes / THREAD_BYTES)));
}

/**
 * How much the engine may write to its spill folder: four times its memory, at most half of what is free there.
 * Undefined when the disk is the tighter limit: the engine then stops at what is free.
 */
export function spillLimitBytes(spillDir: string, memoryLimitBytes: number): number | undefined {
  const wanted = SPILL_FACTOR * memoryLimitBytes;
  const free = freeBytes(spillDir);
  return free !== undefined && wanted <= SPILL_DISK_SHARE * free ? Math.floor(wanted) : undefined;
}

function freeBytes(folder: string): number | undefined {
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    try {
      const { bavail, bsize } = statfsSync(path);
      return bavail * bsize;
    } catch {
      // made when the engine first spills
    }
  }
  return undefined;
}

/** Resident memory of the process beyond which the system is about to end it. */
export function dangerBytes(available: number): number {
  return available - Math.max(0.05 * available, 64e6);
}
