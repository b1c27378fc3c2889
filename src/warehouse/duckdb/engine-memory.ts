import type { DuckDBConnection } from "@duckdb/node-api";

const probes = new Set<DuckDBConnection>();

/**
 * Counts an engine among the open ones until the returned function is called.
 * @param probe a connection to it that nothing else uses: it waits for no statement
 */
export function countEngine(probe: DuckDBConnection): () => void {
  probes.add(probe);
  return () => {
    probes.delete(probe);
    probe.closeSync();
  };
}

/** Bytes that the open engines of this process account for: cached blocks, hash tables, sorts (`duckdb_memory()`). */
export async function engineMemoryBytes(): Promise<number> {
  const each = await Promise.all([...probes].map(accounted));
  return each.reduce((sum, bytes) => sum + bytes, 0);
}

async function accounted(probe: DuckDBConnection): Promise<number> {
  try {
    const answer = await probe.runAndReadAll("select sum(memory_usage_bytes) from duckdb_memory()");
    return Number(answer.getRows()[0]?.[0] ?? 0);
  } catch (error) {
    if (probes.has(probe)) throw error;
    return 0;
  }
}
