import { expect, test } from "vitest";
import { literalText } from "./parameters.ts";
import { createTable, dropTable, replacePartition, syncReplicas, type TableLayout } from "./tables.ts";

const EVENTS: TableLayout = {
  name: "fct_events",
  columns: [
    { name: "day", type: "date", fewValues: false },
    { name: "event", type: "text", fewValues: true },
    { name: "user_id", type: "integer", fewValues: false },
  ],
  orderBy: ["day", "event", "user_id"],
  byMonth: true,
  byUser: true,
};
const DATES: TableLayout = { ...EVENTS, name: "dim_dates", orderBy: [], byMonth: false, byUser: false };

const texts = (statements: ReturnType<typeof createTable>): readonly string[] =>
  statements.map((statement) => literalText(statement).replaceAll(/\s+/g, " "));

test("a cluster has a replicated table on each shard and one before them that knows who has which user", () => {
  expect(texts(createTable(EVENTS, { cluster: "shop" }))).toEqual([
    `create table if not exists "fct_events_local" on cluster "shop" ("day" Nullable(Date32), "event" LowCardinality(Nullable(String)), "user_id" Nullable(Int64)) engine = ReplicatedMergeTree('/clickhouse/tables/{database}/{table}/{shard}', '{replica}') partition by toYYYYMM(ifNull(day, toDate32('1970-01-01'))) order by ("day", "event", "user_id") settings allow_nullable_key = 1`,
    `create table if not exists "fct_events" on cluster "shop" ("day" Nullable(Date32), "event" LowCardinality(Nullable(String)), "user_id" Nullable(Int64)) engine = Distributed('shop', currentDatabase(), 'fct_events_local', cityHash64(assumeNotNull(user_id)))`,
    `system sync replica on cluster "shop" "fct_events_local"`,
  ]);
  expect(texts(syncReplicas(EVENTS, { cluster: "shop" }))).toEqual([
    `system sync replica on cluster "shop" "fct_events__loading_local"`,
  ]);
  expect(texts([replacePartition(EVENTS, 202403, { cluster: "shop" })])).toEqual([
    'alter table "fct_events_local" on cluster "shop" replace partition 202403 from "fct_events__loading_local"',
  ]);
  expect(texts(dropTable(EVENTS, { cluster: "shop" }))).toHaveLength(2);
});

test("what has no users is on every server of a cluster, as one table", () => {
  expect(texts(createTable(DATES, { cluster: "shop" }))).toEqual([
    expect.stringContaining(
      "ReplicatedMergeTree('/clickhouse/tables/{database}/{table}/all', '{shard}-{replica}') order by tuple()",
    ),
    `system sync replica on cluster "shop" "dim_dates"`,
  ]);
});

test("one server has plain tables", () => {
  expect(texts(createTable(EVENTS, {}))).toEqual([expect.stringContaining("engine = MergeTree partition by")]);
  expect(texts(dropTable(EVENTS, {}))).toEqual(['drop table if exists "fct_events" sync']);
});
