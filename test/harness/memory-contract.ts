import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { measure } from "../../bench/measured-process.ts";
import { ANALYSES } from "../../src/analyses/registry.ts";

const never = { signal: new AbortController().signal };

export interface MemoryContractInput {
  /** Rows of the shop's log. */
  readonly events: number;
  readonly limits: readonly number[];
}

/**
 * Loads and builds a shop, then runs every registered analysis at each of the engine's memory limits, each limit in a
 * process of its own: all answer, and the process never has more than 1.5 times the limit and half a gigabyte.
 */
export async function holdsMemoryContract({ events, limits }: MemoryContractInput): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "tidemark-memory-"));
  const root = join(dir, "project");
  try {
    await measure("shopProject", { root, events, files: 1 }, never);
    await measure("ingestTidemark", { root }, never);
    await measure("buildTidemark", { root, mode: "full" }, never);
    for (const memoryLimitBytes of limits) {
      const { output, peakRssBytes } = await measure("runAnalyses", { root, memoryLimitBytes }, never);
      expect(output.filter(({ failure }) => failure !== null)).toEqual([]);
      expect(output.length).toBeGreaterThanOrEqual(ANALYSES.length);
      expect(peakRssBytes, `at a limit of ${memoryLimitBytes / 1e6} MB`).toBeLessThanOrEqual(
        1.5 * memoryLimitBytes + 0.5e9,
      );
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
