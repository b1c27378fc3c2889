import { ident, joinSql, literal, raw, sql } from "../../src/sql/sql.ts";
import type { ClickHouseWarehouse } from "../../src/warehouse/clickhouse/instance.ts";
import { SHARDING_KEY } from "../../src/warehouse/clickhouse/tables.ts";
import type { ClickHouseServer } from "./clickhouse-server.ts";

/**
 * A database with the relations of another one as a cluster of three shards has them: relations of users are `Distributed`
 * tables over views that show each shard its own users, the others are as they are. Everything is in one process, but
 * plans, and what the engine refuses, are those of a cluster. On a server of the environment: the database itself.
 */
export async function shardDatabase(
  server: ClickHouseServer,
  whole: ClickHouseWarehouse,
): Promise<ClickHouseWarehouse> {
  if (server.shards === 1) {
    process.stderr.write("three shards: SKIPPED on TIDEMARK_CLICKHOUSE_URL; test/cluster/run.mjs tests a cluster\n");
    return whole;
  }
  const sharded = await server.database(`${whole.database}_sharded`);
  const { rows } = await whole.table(
    raw(`select table, groupArray(concat(name, char(31), type)) as columns
    from (select * from system.columns where database = currentDatabase() order by table, position) group by table order by table`),
  );
  for (const [table, listed] of rows) {
    const name = String(table);
    const columns = (JSON.parse(String(listed)) as string[]).map((column) => column.split("\u001f"));
    const source = sql`${ident(whole.database)}.${ident(name)}`;
    if (!columns.some(([column]) => column === "user_id")) {
      await sharded.exec(sql`create view ${ident(name)} as select * from ${source}`);
      continue;
    }
    const own = ident(`${name}_of_shard`);
    await sharded.exec(
      sql`create view ${own} as select * from ${source} where ${SHARDING_KEY} % ${raw(String(server.shards))} + 1 = shardNum()`,
    );
    const list = joinSql(columns.map(([column = "", type = ""]) => sql`${ident(column)} ${raw(type)}`));
    await sharded.exec(sql`create table ${ident(name)} (${list})
      engine = Distributed('tidemark', ${raw(literal(sharded.database))}, ${raw(literal(`${name}_of_shard`))}, ${SHARDING_KEY})`);
  }
  return sharded;
}
