import type { ClickHouseWarehouse } from "../../src/warehouse/clickhouse/instance.ts";
import { type ClickHouseServer, startClickHouse } from "./clickhouse-server.ts";
import { copyToClickHouse } from "./copied-project.ts";
import type { Engine, Given } from "./engine.ts";
import { shardDatabase } from "./shard-database.ts";

let running: Promise<ClickHouseServer> | undefined;
let databases = 0;

function server(): Promise<ClickHouseServer> {
  running ??= startClickHouse({ shards: 3 });
  return running;
}

async function emptyDatabase(): Promise<ClickHouseWarehouse> {
  return (await server()).database(`conformance_${++databases}`);
}

const copies = new WeakMap<Given, Promise<ClickHouseWarehouse>>();

/** The models in one database, copied once for both engines. */
function copied(given: Given): Promise<ClickHouseWarehouse> {
  const copy = copies.get(given) ?? copyOf(given);
  copies.set(given, copy);
  return copy;
}

async function copyOf({ file }: Given): Promise<ClickHouseWarehouse> {
  const database = await emptyDatabase();
  await copyToClickHouse(file, database);
  return database;
}

async function stop(): Promise<void> {
  const ending = running;
  running = undefined;
  await (await ending)?.[Symbol.asyncDispose]();
}

export const clickhouse: Engine = { name: "ClickHouse", open: copied, empty: emptyDatabase, stop };

/** The same server as a cluster of three shards, each with its own users. */
export const shardedClickhouse: Engine = {
  name: "ClickHouse, three shards",
  open: async (given) => shardDatabase(await server(), await copied(given)),
  stop,
};
