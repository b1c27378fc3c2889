import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

let keeper: Promise<DuckDBConnection> | undefined;

/**
 * From now on memory that the engines of this process free goes back to the system within seconds, by a thread of the allocator,
 * instead of when an engine next asks for some: for a process that lives long.
 */
export async function returnFreeMemory(): Promise<void> {
  keeper ??= DuckDBInstance.create(":memory:", { threads: "1" }).then((instance) => instance.connect());
  await keepReturning();
}

/** An engine that opens or closes stops that thread for the whole process: call this after it. */
export async function keepReturning(): Promise<void> {
  await (await keeper)?.run("set global allocator_background_threads = true");
}
