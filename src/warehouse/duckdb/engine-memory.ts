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

let asked: Promise<number> | undefined;

/**
 * Bytes that the open engines of this process account for: cached blocks, hash tables, sorts (`duckdb_memory()`). Who asks while
 * an answer is on its way shares it.
 */
export function engineMemoryBytes(): Promise<number> {
  asked ??= accounted().finally(() => {
    asked = undefined;
  });
  return asked;
}

async function accounted(): Promise<number> {
  const text = raw("select sum(memory_usage_bytes) from duckdb_memory()");
  const each = await Promise.all([...probes].map((probe) => probe.table(text)));
  return each.reduce((sum, { rows }) => sum + Number(rows[0]?.[0] ?? 0), 0);
}
