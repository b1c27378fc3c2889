import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { userSqlAttacks } from "../../../../test/attacks/user-sql.ts";
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

const ATTACKS = userSqlAttacks({ outside: secret, inside: insideLake, lake });

test.each(ATTACKS)("refused: %s", async (text) => {
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
