import { rmSync } from "node:fs";
import { join } from "node:path";
import { copyModels } from "../../src/build/engine-copy/copy-models.ts";
import type { ClickHouseWarehouse } from "../../src/warehouse/clickhouse/instance.ts";
import { openDuckDB } from "../../src/warehouse/duckdb/instance.ts";
import { type ClickHouseServer, startClickHouse } from "./clickhouse-server.ts";
import { shardDatabase } from "./shard-database.ts";

/** The models of a built warehouse in ClickHouse: on one server, and as three shards have them. */
export interface CopiedProject extends AsyncDisposable {
  readonly server: ClickHouseServer;
  readonly whole: ClickHouseWarehouse;
  readonly sharded: ClickHouseWarehouse;
}

/** @param file the database file of a warehouse that nobody changes meanwhile */
export async function copiedProject(file: string, name = "copied"): Promise<CopiedProject> {
  const server = await startClickHouse({ shards: 3 });
  const whole = await server.database(name);
  await copyToClickHouse(file, whole);
  const sharded = await shardDatabase(server, whole);
  return { server, whole, sharded, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Copies the models of a warehouse's file into a ClickHouse database. */
export async function copyToClickHouse(file: string, to: ClickHouseWarehouse): Promise<void> {
  const tmpDir = `${file}.copy`;
  await using from = await openDuckDB({ path: file, spillDir: join(tmpDir, "spill"), threads: 1 });
  await copyModels({ from, to, tmpDir });
  rmSync(tmpDir, { recursive: true, force: true });
}
