import { clickhouse, shardedClickhouse } from "./clickhouse.ts";
import { duckdb } from "./duckdb.ts";
import type { Engine } from "./engine.ts";

/** Every engine that the conformance kit holds to the same answers; the first is the default one. */
export const ENGINES: readonly Engine[] = [duckdb, clickhouse, shardedClickhouse];

/** To be called when the tests of a file are over. */
export async function stopEngines(): Promise<void> {
  for (const { stop } of ENGINES) await stop();
}
