import { raw } from "../../sql/sql.ts";
import type { Warehouse } from "../port.ts";

const probes = new Set<Warehouse>();

/**
 * Counts an engine among the open ones until the returned function is called.
 * @param probe a connection to it that nothing else uses: it waits for no statement
 * @returns closes that connection; call it before the engine is closed
 */
export function countEngine(probe: Warehouse): () => Promise<void> {
  probes.add(probe);
  return async () => {
    probes.delete(probe);
    await probe[Symbol.asyncDispose]();
  };
}

/** Bytes that the open engines of this process account for: cached blocks, hash tables, sorts (`duckdb_memory()`). */
export async function engineMemoryBytes(): Promise<number> {
  const each = await Promise.all([...probes].map(accounted));
  return each.reduce((sum, bytes) => sum + bytes, 0);
}

async function accounted(probe: Warehouse): Promise<number> {
  const { rows } = await probe.table(raw("select sum(memory_usage_bytes) from duckdb_memory()"));
  return Number(rows[0]?.[0] ?? 0);
}
