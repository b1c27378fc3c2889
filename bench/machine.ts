import { execFileSync } from "node:child_process";
import { cpus, release, totalmem, type } from "node:os";
import { raw } from "../src/sql/sql.ts";
import { openDuckDB } from "../src/warehouse/duckdb/instance.ts";
import { defaultMemoryLimitBytes, defaultThreads } from "../src/warehouse/duckdb/memory.ts";
import type { BenchResult } from "./result.ts";

/** What the run is on, without the machine's name. */
export function machine(engine: string): BenchResult["machine"] {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryBytes: totalmem(),
    os: `${type()} ${release()}`,
    node: process.version,
    engine,
  };
}

/** What Tidemark takes, by default when it is given no memory limit; the references are opened with the same. */
export function limits(repeat: number, memoryBytes: number | null): BenchResult["limits"] {
  return { threads: defaultThreads(), memoryLimitBytes: memoryBytes ?? defaultMemoryLimitBytes(), repeat };
}

/** Name and version of the engine. */
export async function engineName({ spillDir }: { readonly spillDir: string }): Promise<string> {
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir });
  const { rows } = await warehouse.table(raw("select version()"));
  return `DuckDB ${rows[0]?.[0]}`;
}

/** Commit of the repository that holds this code. */
export function commit(): string {
  const git = (...args: readonly string[]): string =>
    execFileSync("git", [...args], {
      cwd: import.meta.dirname,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  try {
    const changes = git("status", "--porcelain", "--untracked-files=no", "--", ":!bench/results", ":/");
    return `${git("rev-parse", "--short", "HEAD")}${changes === "" ? "" : "+changes"}`;
  } catch {
    return "unknown";
  }
}
