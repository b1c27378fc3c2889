import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClickHouseServer, startClickHouse } from "../../../test/engines/clickhouse-server.ts";
import { shardDatabase } from "../../../test/engines/shard-database.ts";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import { raw, sql } from "../../sql/sql.ts";
import type { ClickHouseWarehouse } from "../../warehouse/clickhouse/instance.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import { readBuildState } from "../bookkeeping.ts";
import { copiedRelations } from "./copied-relation.ts";
import { readCopiedState, writeCopiedState } from "./copied-state.ts";
import { copyModels } from "./copy-models.ts";
import { dayDigests } from "./day-digests.ts";
import { restoreModels } from "./restore-models.ts";

let analysed: AnalysedProject;
let from: DuckDBWarehouse;
let server: ClickHouseServer;
let to: ClickHouseWarehouse;
beforeAll(async () => {
  analysed = await analysedProject();
  server = await startClickHouse({ shards: 3 });
  to = await server.database("copied");
  const { root } = analysed.lake;
  await using built = await openDuckDB({ path: join(root, "m.duckdb"), spillDir: join(root, "spill"), threads: 1 });
  await built.exec(raw("checkpoint"));
  from = await openDuckDB({ path: join(root, "m.duckdb"), spillDir: join(root, "spill"), threads: 1 });
});
afterAll(async () => {
  await from[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await analysed[Symbol.asyncDispose]();
});

const copy = () => copyModels({ from, to, tmpDir: join(analysed.lake.root, "copy") });

test("the models arrive with the same counts, sums and checksums on every day; nothing is written twice", async () => {
  const first = await copy();
  expect(first.find(({ name }) => name === "fct_events")).toEqual({
    name: "fct_events",
    rows: 400,
    days: 26,
    written: 2,
  });
  expect((await copy()).filter(({ written }) => written > 0)).toEqual([]);
  expect(await readCopiedState(to)).toMatchObject({ ...(await readBuildState(from)) });
});

test("a day that was tampered with is found and its month is written again", async () => {
  await copy();
  await to.exec(
    raw(
      "alter table fct_events update plan = 'other' where day = '2024-03-12' and ingest_seq % 2 = 0 settings mutations_sync = 1",
    ),
  );
  const again = await copy();
  expect(again.filter(({ written }) => written > 0)).toEqual([
    expect.objectContaining({ name: "fct_events", written: 1 }),
  ]);
});

test("the last digit of a double is found too", async () => {
  await copy();
  await to.exec(
    raw("alter table fct_events update score = score + 1e-9 where day = '2024-03-12' settings mutations_sync = 1"),
  );
  const again = await copy();
  expect(again.filter(({ written }) => written > 0).map(({ name }) => name)).toEqual(["fct_events"]);
});

test("a table in another order of rows is made anew; where nothing differs nobody has to wait", async () => {
  await copy();
  const orderOf = async (name: string) =>
    (
      await to.table(
        sql`select sorting_key, toString(uuid) from system.tables where database = currentDatabase() and name = ${name}`,
      )
    ).rows;
  const [before, state] = [await orderOf("dim_users"), await orderOf("tidemark_models")];
  expect((await copy()).filter(({ written }) => written > 0)).toEqual([]);
  expect(await orderOf("tidemark_models")).toEqual(state);
  await to.exec(raw("create table other engine = MergeTree order by tuple() as select * from dim_users"));
  await to.exec(raw("exchange tables other and dim_users"));
  const again = await copy();
  expect(again.filter(({ written }) => written > 0).map(({ name }) => name)).toEqual(["dim_users"]);
  expect((await orderOf("dim_users"))[0]?.[0]).toBe(before[0]?.[0]);
  await to.exec(raw("drop table other"));
});

test("as three shards every relation holds what it holds as one", async () => {
  await copy();
  const sharded = await shardDatabase(server, to);
  for (const layout of await copiedRelations(from))
    expect(await dayDigests(sharded, layout), layout.name).toEqual(await dayDigests(to, layout));
  const { rows } = await sharded.table(raw("select uniqExact(_shard_num) as shards from fct_events"));
  expect(rows).toEqual([[3]]);
});

test("there and back the models are the same on every day, and the new warehouse says what it holds", async () => {
  await copy();
  const sample = { share: "40%", seed: 2 };
  const held = await readCopiedState(to);
  if (held === null) throw new Error("it was copied");
  await writeCopiedState(to, { ...held, sample }, {});
  const { root, schemas, parts } = analysed.lake;
  const input = { root, project: analysed.project, schemas, parts, dataVersion: "1" };
  const [tmpDir, spillDir, warehousePath] = [join(root, "back"), join(root, "spill"), join(root, "back.duckdb")];
  const restore = { from: to, warehousePath, tmpDir, spillDir, input };
  await expect(restoreModels({ ...restore, memoryLimitBytes: 1e6, spillLimitBytes: 1e6 })).rejects.toMatchObject({
    code: "OUT_OF_MEMORY",
  });
  await restoreModels(restore);
  await using back = await openDuckDB({ path: warehousePath, spillDir, threads: 1 });
  expect(await readBuildState(back)).toEqual({ ...(await readBuildState(from)), sample });
  for (const layout of await copiedRelations(from))
    expect(await dayDigests(back, layout), layout.name).toEqual(await dayDigests(from, layout));
});
