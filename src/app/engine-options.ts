import type { Project } from "../contract/project/project.ts";
import type { ClickHouseOptions } from "../warehouse/clickhouse/instance.ts";
import { defaultMemoryLimitBytes } from "../warehouse/duckdb/memory.ts";
import type { ProjectSession } from "./project-session.ts";

const UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 };

interface EngineOptions {
  readonly memoryLimitBytes: number | undefined;
  readonly spillLimitBytes: number | undefined;
  readonly threads: number | undefined;
}

type StatementOptions = Pick<ClickHouseOptions, "memoryLimitBytes" | "threads" | "timeoutMs">;

/**
 * The project's engine section as the options of one embedded engine; what is absent follows the machine. In a server
 * those who read have one engine, and what is loaded or built has another: each gets half of the memory.
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

/** The project's engine section as the limits of one statement on a ClickHouse server. */
export function statementOptions({ engine }: Pick<Project, "engine">): StatementOptions {
  return {
    memoryLimitBytes: bytesOf(engine.statement_memory_limit ?? engine.memory_limit),
    threads: engine.threads,
    timeoutMs: engine.timeout_s === undefined ? undefined : engine.timeout_s * 1000,
  };
}

function bytesOf(text: string | undefined): number | undefined {
  const match = /^([\d.]+)\s?([A-Za-z]+)$/.exec(text ?? "");
  return match === null ? undefined : Math.floor(Number(match[1]) * (UNITS[match[2] ?? ""] ?? 1));
}
