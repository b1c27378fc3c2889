import { defaultMemoryLimitBytes } from "../warehouse/duckdb/memory.ts";
import type { ProjectSession } from "./project-session.ts";

const UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 };

interface EngineOptions {
  readonly memoryLimitBytes: number | undefined;
  readonly spillLimitBytes: number | undefined;
  readonly threads: number | undefined;
}

/**
 * The project's engine section as the options of one engine; what is absent follows the machine. In a server those who
 * read have one engine, and what is loaded or built has another: each gets half of the memory.
 */
export function engineOptions({
  project: { engine },
  shared,
}: Pick<ProjectSession, "project" | "shared">): EngineOptions {
  const memory = bytesOf(engine.memory_limit);
  return {
    memoryLimitBytes: shared === undefined ? memory : Math.floor((memory ?? defaultMemoryLimitBytes()) / 2),
    spillLimitBytes: bytesOf(engine.spill_limit),
    threads: engine.threads,
  };
}

function bytesOf(text: string | undefined): number | undefined {
  const match = /^([\d.]+)\s?([A-Za-z]+)$/.exec(text ?? "");
  return match === null ? undefined : Math.floor(Number(match[1]) * (UNITS[match[2] ?? ""] ?? 1));
}
