import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "../../../core/errors.ts";
import { raw } from "../../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../instance.ts";
import { runUserSql } from "./run-user-sql.ts";

const dir = mkdtempSync(join(tmpdir(), "tidemark-attacks-"));
const lake = join(dir, "lake");
const secret = join(dir, "secret.csv");
const insideLake = join(lake, "other.csv");
let warehouse: DuckDBWarehouse;
let untouched: string;

beforeAll(async () => {
  mkdirSync(lake, { recursive: true });
  writeFileSync(secret, "word\nhidden\n");
  writeFileSync(insideLake, "word\nhidden\n");
  const path = join(dir, "warehouse.duckdb");
  const spillDir = join(dir, "spill");
  {
    await using open = await openDuckDB({ path, spillDir, threads: 1 });
    await open.exec(raw("create table fct_events as select i as user_id, 'view' as event from range(100) t(i)"));
    await open.exec(raw("create table private_notes as select 'hidden' as word"));
    await open.exec(raw("create sequence counter"));
    await open.exec(raw("create macro leak() as table select * from private_notes"));
    await open.exec(raw("create macro peek() as (select max(word) from private_notes)"));
    await open.exec(raw("create schema other; create table other.fct_events as select 'hidden' as word"));
  }
  warehouse = await openDuckDB({ path, spillDir, threads: 1, memoryLimitBytes: 500e6, readableDirs: [lake] });
  untouched = await state();
});

afterAll(async () => {
  await warehouse[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

const state = async (): Promise<string> => {
  const { rows } = await warehouse.table(
    raw(`select (select count(*) from fct_events), (select count(*) from private_notes),
      (select list_sort(list(schema_name || '.' || table_name)) from duckdb_tables()),
      (select list_sort(list(view_name)) from duckdb_views() where not internal), (select list(last_value) from duckdb_sequences()),
      (select count(*) from duckdb_variables()), current_setting('memory_limit'), current_setting('threads'),
      (select list_sort(list(database_name)) from duckdb_databases()), (select count(*) from duckdb_prepared_statements())`),
  );
  return JSON.stringify([rows, readdirSync(dir).sort(), readdirSync(lake).sort()]);
};

const FILES = [
  `from '${secret}'`,
  `select * from "${insideLake}"`,
  `select * from '${insideLake}' as fct_events`,
  "select * from '/etc/passwd'",
  "select * from 'x.parquet'",
  "select * from './lake/*.parquet'",
  `select * from read_csv('${insideLake}')`,
  `select * from read_csv_auto('${insideLake}')`,
  `select * from read_text('${insideLake}')`,
  `select * from read_blob('${insideLake}')`,
  "select * from read_parquet(['a.parquet'])",
  "select * from parquet_scan('a.parquet')",
  "select * from parquet_metadata('a.parquet')",
  "select * from parquet_schema('a.parquet')",
  "select * from parquet_kv_metadata('a.parquet')",
  "select * from read_json('a.json')",
  "select * from read_ndjson_objects('a.json')",
  "select * from read_duckdb('a.duckdb')",
  `select * from sniff_csv('${insideLake}')`,
  "select * from glob('/*')",
  `select (select max(word) from '${insideLake}')`,
  `select 1 from fct_events where exists (from '${insideLake}')`,
  `select 1 from fct_events where user_id in (select 1 from '${insideLake}')`,
  `select event from fct_events group by event having count(*) > (select count(*) from '${insideLake}')`,
  `select 1 from fct_events group by (select max(word) from '${insideLake}')`,
  `select 1 from fct_events order by (select max(word) from '${insideLake}')`,
  `select 1 from fct_events limit (select count(*) from '${insideLake}')`,
  `select 1 from fct_events limit 1 offset (select count(*) from '${insideLake}')`,
  `select distinct on ((select max(word) from '${insideLake}')) 1 from fct_events`,
  `select 1 from fct_events qualify row_number() over () = (select count(*) from '${insideLake}')`,
  `select sum(1) over (order by user_id rows between (select count(*) from '${insideLake}') preceding and current row) from fct_events`,
  `select sum(1) over (partition by (select max(word) from '${insideLake}')) from fct_events`,
  `select sum(1) over w from fct_events window w as (order by (select max(word) from '${insideLake}'))`,
  `select lag(1, 1, (select count(*) from '${insideLake}')) over () from fct_events`,
  `select count(*) filter (where exists (from '${insideLake}')) from fct_events`,
  `select list(user_id order by (select max(word) from '${insideLake}')) from fct_events`,
  `select case when exists (from '${insideLake}') then 1 else 2 end`,
  `select case 1 when 1 then (select max(word) from '${insideLake}') end`,
  `select cast((select max(word) from '${insideLake}') as varchar)`,
  `select (select max(word) from '${insideLake}') between 'a' and 'z'`,
  `select (select max(word) from '${insideLake}') collate nocase`,
  `select * from fct_events, lateral (select * from '${insideLake}') l`,
  `select * from fct_events join '${insideLake}' on true`,
  `select * from fct_events f join fct_events g on exists (from '${insideLake}')`,
  `select * from fct_events positional join '${insideLake}'`,
  `select * from fct_events asof join '${insideLake}' x on fct_events.user_id >= x.user_id`,
  `select * from fct_events union all select 1, * from '${insideLake}'`,
  `select * from fct_events except select 1, * from '${insideLake}'`,
  `values ((select max(word) from '${insideLake}'))`,
  `select * from (values ((select max(word) from '${insideLake}'))) v`,
  `select * from unnest((select list(word) from '${insideLake}')) u`,
  `select * from range((select count(*) from '${insideLake}'))`,
  `with a as (from '${insideLake}') from a`,
  `with a as (with b as (from '${insideLake}') from b) from a`,
  `with recursive r as (select 'a' word union all from '${insideLake}') from r`,
  `with recursive r as (from '${insideLake}' union all from r) from r`,
  // a CTE hides a name only where it is in scope, and not from itself
  `with "${insideLake}" as (from "${insideLake}") from "${insideLake}"`,
  `select * from (with "${insideLake}" as (select 1) from "${insideLake}") a, "${insideLake}" b`,
  `with a as (from "${insideLake}"), "${insideLake}" as (select 1 word) from a`,
  `select * from fct_events pivot (max((select max(word) from '${insideLake}')) for event in ('view'))`,
  `select * from '${insideLake}' pivot (max(word) for word in ('hidden'))`,
  `from (unpivot '${insideLake}' on word)`,
  `select [x for x in (select list(word) from '${insideLake}')]`,
  `select list_transform([1], x -> (select max(word) from '${insideLake}'))`,
  `select list_transform([1], lambda x: (select max(word) from '${insideLake}'))`,
  `select {'a': (select max(word) from '${insideLake}')}.a`,
  `select [(select max(word) from '${insideLake}')][1]`,
  `select * replace ((select max(word) from '${insideLake}') as event) from fct_events`,
  `select columns(c -> c = (select max(word) from '${insideLake}')) from fct_events`,
  `select /* '${insideLake}' */ * from /* ' */ '${insideLake}' -- '`,
  `select U&'\\0061', * from '${insideLake}'`,
  `select * from $$${insideLake}$$`,
  `table '${insideLake}'`,
];

const CATALOG = [
  "select * from private_notes",
  'select * from "PRIVATE_NOTES"',
  "from main.fct_events",
  "from other.fct_events",
  "from warehouse.main.fct_events",
  "from temp.fct_events",
  "from fct_events at (version => 1)",
  "from fct_events at (timestamp => now())",
  "from leak()",
  "select peek()",
  "select main.peek()",
  "from query('select * from private_notes')",
  "from query_table('private_notes')",
  "from query_table(['private_notes'])",
  "from seq_scan('private_notes')",
  "from json_execute_serialized_sql('{}')",
  "select json_serialize_sql('select 1')",
  "select json_serialize_plan('select * from private_notes')",
  "from duckdb_settings()",
  "from duckdb_tables()",
  "from duckdb_tables",
  "from duckdb_secrets()",
  "from duckdb_logs",
  "from information_schema.tables",
  "from pg_catalog.pg_class",
  "from pg_class",
  "from sqlite_master",
  "from sqlite_schema",
  "from pragma_table_info('private_notes')",
  "from pragma_storage_info('private_notes')",
  "from pragma_database_size()",
  "from pragma_show('private_notes')",
  "from pragma_version()",
  "from which_secret('s3://x', 's3')",
  "from sql_auto_complete('sel')",
  "from histogram('private_notes', 'word')",
  "from histogram_values('private_notes', 'word')",
  "from summary(fct_events)",
  "from summary((from private_notes))",
  "from test_all_types()",
  "from repeat('x', 10)",
  "describe private_notes",
  "describe select * from private_notes",
  "summarize private_notes",
  "show tables",
  "show all tables",
  "show databases",
  "from (describe private_notes)",
  "from (show tables)",
  "from (summarize private_notes)",
  "select 'private_notes'::regclass",
  "select 1::other.thing",
  "select pg_get_viewdef(1)",
  "select current_setting('memory_limit')",
  "select getenv('HOME')",
  "select getvariable('x')",
  "select current_user",
  "select current_database()",
  "select current_schemas(true)",
  "select current_query()",
  "select in_search_path('main', 'main')",
  "select pg_catalog.version()",
  "select version()",
  "select stats(user_id) from fct_events",
  "select ?",
  "select $1",
  "select $name",
  "select event.upper() from fct_events",
];

const CHANGES = [
  "select 1; select 2",
  "select 1; drop table fct_events",
  "select 1; commit; drop table fct_events",
  "; ; drop table fct_events",
  "drop table fct_events",
  "delete from fct_events",
  "update fct_events set event = 'x'",
  "insert into fct_events values (1, 'x')",
  "insert into fct_events select * from fct_events returning *",
  "with x as (delete from fct_events returning *) select * from x",
  "with x as (select 1) insert into fct_events select 1, 'x'",
  "merge into fct_events using fct_events f on false when matched then delete",
  "truncate fct_events",
  "create table fct_x as select 1",
  "create or replace view stg_events as select 1",
  "create temp table t as select 1",
  "create macro m() as 1",
  "create type mood as enum ('a')",
  "create sequence s",
  "create secret (type s3)",
  "select * into x from fct_events",
  "alter table fct_events add column x int",
  "comment on table fct_events is 'x'",
  `copy fct_events to '${join(lake, "evil.parquet")}'`,
  `copy (select 1) to '${join(lake, "evil.csv")}'`,
  `copy fct_events from '${insideLake}'`,
  `export database '${join(lake, "evil")}'`,
  `import database '${join(lake, "evil")}'`,
  `attach '${join(lake, "evil.duckdb")}'`,
  "attach ':memory:' as m",
  "detach warehouse",
  "use other",
  "install httpfs",
  "load httpfs",
  "set memory_limit = '100GB'",
  "set variable x = 1",
  "reset memory_limit",
  "pragma memory_limit = '100GB'",
  "pragma database_list",
  "call pragma_version()",
  "call force_checkpoint()",
  "from force_checkpoint()",
  "from checkpoint()",
  "checkpoint",
  "force checkpoint",
  "vacuum",
  "analyze",
  "begin",
  "commit",
  "rollback",
  "prepare p as select 1",
  "execute p",
  "deallocate p",
  "explain select 1",
  "explain analyze select * from private_notes",
  "select nextval('counter')",
  "select currval('counter')",
  "select write_log('x')",
  "from enable_logging()",
  "from truncate_duckdb_logs()",
  "from enable_profiling()",
  "select setseed(0.5)",
  "select error('x')",
  "select txid_current()",
  "pivot fct_events on event using count(*)",
  "from (pivot fct_events on event using count(*))",
  "select 1 for update",
  "",
  " -- nothing",
  "select 1 /* \0 */",
  "select 1\0; drop table fct_events",
  "selec 1",
  "(select 1",
];

const BOMBS = [
  "select sleep_ms(1000)",
  "select pg_sleep(1)",
  "select length(repeat('x', 4000000000))",
  "select list_resize([1], 1000000000)",
  "select array_resize([1], 1000000000)",
  "select range(1000000000)",
  "select unnest(generate_series(1, 1000000000))",
  "from unnest(range(1000000000))",
  "select lpad('x', 2000000000, 'y')",
  "select rpad('x', user_id * 1000000, 'y') from fct_events",
  "select printf('%2000000000d', 1)",
  "select printf('%*d', 2000000000, 1)",
  "select format('{:>2000000000}', 1)",
  "select format('{:{}}', 1, 2000000000)",
  "select bitstring('1', 2000000000)",
  `select ${"1 + ".repeat(40_000)} 1`,
];

test.each([...FILES, ...CATALOG, ...CHANGES, ...BOMBS])("refused: %s", async (text) => {
  const error: unknown = await runUserSql(warehouse, text, { relations: ["fct_events", "stg_events"] }).catch(
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: "QUERY_REFUSED" });
  expect(await state()).toBe(untouched);
});

test("deep nesting is an error, never a crash", async () => {
  for (const text of [
    `select ${"(".repeat(30_000)}1${")".repeat(30_000)}`,
    `select ${"(select ".repeat(5000)}1${")".repeat(5000)}`,
  ]) {
    await expect(runUserSql(warehouse, text, { relations: [] })).rejects.toBeInstanceOf(AppError);
  }
  expect((await runUserSql(warehouse, "select 1 as x", { relations: [] })).rows).toEqual([[1]]);
});

test("a refusal names what was refused and what is near", async () => {
  const refusal = async (text: string): Promise<AppError> =>
    (await runUserSql(warehouse, text, { relations: ["fct_events", "dim_users"] }).catch(
      (e: unknown) => e,
    )) as AppError;
  expect((await refusal("select * from fct_event")).message).toBe(
    '"fct_event" is not a relation of this project (did you mean "fct_events"?)',
  );
  expect((await refusal("select quantil_cont(user_id, 0.5) from fct_events")).message).toBe(
    'the function "quantil_cont" is not available in a query (did you mean "quantile_cont"?)',
  );
  expect((await refusal("select getenv('HOME')")).message).toContain('"getenv"');
  expect((await refusal("drop table fct_events")).message).toBe("DROP is not available in a query: only SELECT is");
  expect((await refusal("select 1 +\n  from")).message).toContain("line 2, column");
  expect(await refusal("from zzzz")).toMatchObject({ hint: "a query reads: fct_events, dim_users" });
});

test("the transaction is read-only even for what the check would let through", async () => {
  await using fork = await warehouse.fork();
  await fork.exec(raw("begin transaction read only"));
  await expect(fork.exec(raw("create table t (i int)"))).rejects.toThrow(/read-only/);
});

test("a locked instance reads nothing outside its folders and keeps its settings", async () => {
  await expect(warehouse.table(raw(`from read_text('${secret}')`))).rejects.toThrow(/disabled|not allowed|Permission/);
  await expect(warehouse.exec(raw("set memory_limit = '100GB'"))).rejects.toThrow(/locked/);
  await using fork = await warehouse.fork();
  expect((await fork.table(raw("select current_setting('TimeZone')"))).rows).toEqual([["UTC"]]);
});
