import type { Project } from "../contract/project/project.ts";

const UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 };

/** The project's engine section as the engine's options; what is absent follows the machine. */
export function engineOptions({ engine }: Project): {
  memoryLimitBytes: number | undefined;
  threads: number | undefined;
} {
  const match = /^([\d.]+)\s?([A-Za-z]+)$/.exec(engine.memory_limit ?? "");
  return {
    memoryLimitBytes: match === null ? undefined : Math.floor(Number(match[1]) * (UNITS[match[2] ?? ""] ?? 1)),
    threads: engine.threads,
  };
}
