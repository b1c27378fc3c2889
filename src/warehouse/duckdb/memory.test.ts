import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { dangerBytes, defaultMemoryLimitBytes, defaultThreads, groupLimits, spillLimitBytes } from "./memory.ts";

const system = (files: Readonly<Record<string, string>>) => groupLimits((path) => files[path]);

test("cgroup v2: the tightest limit between the process's group and the root counts", () => {
  expect(
    system({
      "/proc/self/cgroup": "0::/a/b\n",
      "/sys/fs/cgroup/a/b/memory.max": "max\n",
      "/sys/fs/cgroup/a/b/memory.high": "3000000000\n",
      "/sys/fs/cgroup/a/memory.max": "2000000000\n",
      "/sys/fs/cgroup/a/b/cpu.max": "150000 100000\n",
      "/sys/fs/cgroup/a/cpu.max": "max 100000\n",
    }),
  ).toEqual({ memoryBytes: 2e9, cpus: 1.5 });
});

test("a container sees its own group as the root, whatever path it is said to have", () => {
  const files = { "/proc/self/cgroup": "0::/../outside\n", "/sys/fs/cgroup/memory.max": "1000000000\n" };
  expect(system(files)).toEqual({ memoryBytes: 1e9, cpus: undefined });
});

test("cgroup v1: memory and processors have groups of their own, -1 and the largest number are no limits", () => {
  const files = {
    "/proc/self/cgroup": "4:memory:/job\n2:cpu,cpuacct:/job\n0::/\n",
    "/sys/fs/cgroup/memory/job/memory.limit_in_bytes": "16000000000\n",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    "/sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "-1\n",
    "/sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000\n",
  };
  expect(system(files)).toEqual({ memoryBytes: 16e9, cpus: undefined });
  expect(system({})).toEqual({ memoryBytes: undefined, cpus: undefined });
});

test("half as much again as the engine's limit and the program itself fit in what there is, from half a gigabyte on", () => {
  for (const available of [0.55e9, 1e9, 2e9, 4e9, 16e9]) {
    const limit = defaultMemoryLimitBytes(available);
    expect(1.5 * limit + 350e6).toBeLessThanOrEqual(available);
    expect(limit).toBeLessThanOrEqual(3.5e9);
    expect(dangerBytes(available)).toBeLessThan(available);
  }
  expect(defaultMemoryLimitBytes(16e9)).toBe(3.5e9);
  expect(defaultMemoryLimitBytes(0.3e9)).toBe(128e6);
});

test("little memory feeds few threads; the spill folder may hold four times the memory, or what the disk has", () => {
  expect(defaultThreads(130e6)).toBe(1);
  expect(spillLimitBytes(`${tmpdir()}/not/yet/there`, 1e6)).toBe(4e6);
  expect(spillLimitBytes(tmpdir(), 1e18)).toBeUndefined();
});
