import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { userSqlAttacks } from "../../../../test/attacks/user-sql.ts";
import { raw } from "../../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../instance.ts";
import { openUserTable, type UserTable } from "./user-table.ts";

const dir = mkdtempSync(join(tmpdir(), "tidemark-user-table-"));
const lake = join(dir, "lake");
const outside = join(dir, "secret.csv");
const inside = join(lake, "other.csv");
let warehouse: DuckDBWarehouse;

beforeAll(async () => {
  mkdirSync(lake);
  for (const file of [outside, inside]) writeFileSync(file, "word\nhidden\n");
  const [path, spillDir] = [join(dir, "warehouse.duckdb"), join(dir, "spill")];
  {
    await using open = await openDuckDB({ path, spillDir, threads: 1 });
    await open.exec(raw("create table fct_events as select i as user_id, i / 2e0 as x from range(100) t(i)"));
    await open.exec(raw("create table private_notes as select 'hidden' as word"));
  }
  warehouse = await openDuckDB({ path, spillDir, threads: 1, memoryLimitBytes: 500e6, readableDirs: [lake] });
});
afterAll(async () => {
  await warehouse[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

const open = (text: string, limits: { readonly timeoutMs?: number } = {}): Promise<UserTable> =>
  openUserTable(warehouse, text, { name: "the query", relations: ["fct_events", "stg_events"], ...limits });

/** How many rows a statement gives where it stands in FROM. */
async function counted(text: string): Promise<number | undefined> {
  await using table = await open(text);
  const query = { name: "n", row: z.object({ n: z.number() }), text: raw('select count(*) as n from "the query"') };
  return (await table.rows(table.over(query)))[0]?.n;
}

test.each(userSqlAttacks({ outside, inside, lake }))("refused in FROM as alone: %s", async (text) => {
  await expect(open(text)).rejects.toMatchObject({ code: "QUERY_REFUSED" });
});

test.each([
  "select 1) as x; drop table fct_events; select * from (select 1",
  "select 1) as statement) select word from private_notes --",
  "select 1; select 2",
  "select 1; -- and so on",
  "select 1 /* open",
])("what only stands in parentheses, or only alone, is refused: %s", async (text) => {
  await expect(open(text)).rejects.toMatchObject({ code: "QUERY_REFUSED" });
});

test.each([
  ["select user_id from fct_events", 100],
  ["select user_id from fct_events ; \n;", 100],
  ["-- few\nselect user_id from fct_events order by x limit 5 -- ;", 5],
  ["with few as (from fct_events order by user_id limit 7) select * from few", 7],
  ["from fct_events", 100],
  ["select ')' as a, ';' as b union all select '--', '/*'", 2],
  ["select '$1' as a", 1],
])("stands in FROM: %s", async (text, rows) => {
  expect(await counted(text)).toBe(rows);
});

test.each([
  "select now() as t",
  "select current_date as d",
  "select x from fct_events where day < current_timestamp",
  "select age(timestamp '2020-01-01') as a",
  "select x from fct_events using sample 10",
  "select random() as r from fct_events",
  "select x from fct_events order by Random() limit 5",
  "select x from fct_events limit 5",
  "with few as (select x from fct_events offset 5) select * from few",
  "select x from (select x from fct_events order by x) as e limit 10%",
  "select distinct on (user_id) user_id, x from fct_events",
  "select x, row_number() over (partition by user_id) as n from fct_events",
  "select user_id, first(x) as x from fct_events group by user_id",
  "select user_id, string_agg(x, ',') as path from fct_events group by user_id",
  "select approx_quantile(x, 0.5) as x from fct_events",
  "select user_id, json_group_array(x) as xs from fct_events group by user_id",
  "select sum(x) over (rows between 3 preceding and current row) as x from fct_events",
])("what is another answer tomorrow is refused: %s", async (text) => {
  await expect(open(text)).rejects.toMatchObject({ code: "QUERY_REFUSED" });
});

test("a column may be called as a clock is; samples with a seed and rows by an order are repeatable", async () => {
  expect(await counted("select e.today from (select 1 as today) as e")).toBe(1);
  expect(await counted("select x from fct_events using sample reservoir(10 rows) repeatable (1)")).toBe(10);
  expect(await counted("select distinct on (x > 9) x from fct_events order by x > 9, x limit 3")).toBe(2);
  expect(
    await counted(`select user_id, first(x order by x) as x, sum(x) over () as s, sum(x) over (order by user_id rows between 3 preceding and current row) as t, list_first([x]) as l,
      row_number() over (order by user_id) as n from (select user_id, x from fct_events) group by user_id, x`),
  ).toBe(100);
});

test("columns have the types of models: sums of whole numbers exact, stretches of time in seconds, lists as texts", async () => {
  await using table =
    await open(`select count(*) as n, sum(user_id) as s, avg(x) as m, 1::smallint as w, 1.5::decimal(5,1) as d,
    max(x) > 1 as b, 'a' as t, [1] as l, date '2024-01-02' as day, timestamptz '2024-01-02 00:00:00+00' as moment,
    interval '90 seconds' as span, null as nothing, 1::float as f from fct_events`);
  expect(table.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    "n integer",
    "s decimal(38,0)",
    "m number",
    "w integer",
    "d decimal(5,1)",
    "b boolean",
    "t text",
    "l text",
    "day date",
    "moment timestamp",
    "span number",
    "nothing integer",
    "f number",
  ]);
  const row = z.object({ span: z.number(), l: z.string(), moment: z.string() });
  const query = { name: "one", row, text: raw('select span, l, moment from "the query"') };
  expect(await table.rows(table.over(query))).toEqual([
    { span: 90, l: "[1]", moment: expect.stringContaining("2024-01-02T00:00:00") },
  ]);
});

test("a statement that fails says where, columns need names of their own, nothing can be written", async () => {
  await expect(open("select nosuch\nfrom fct_events")).rejects.toThrow(
    /"nosuch" not found[\s\S]*LINE 1: select nosuch/,
  );
  await expect(open("select x from\nfct_evnts")).rejects.toThrow('did you mean "fct_events"?');
  await expect(open("select x,\n from where")).rejects.toThrow("cannot be parsed at line 2");
  await expect(open("select x, user_id as X from fct_events")).rejects.toThrow('two columns "X"');
  await using table = await open("select x from fct_events");
  const write = { name: "w", row: z.object({}), text: raw("delete from fct_events") };
  await expect(table.rows(write)).rejects.toThrow("read-only");
});

test("a statement that takes too long is stopped", async () => {
  await using table = await open("select a.range as x from range(100000000) a, range(1000) b", { timeoutMs: 150 });
  const query = { name: "n", row: z.object({}), text: raw('select sum(sin(x)) as s from "the query"') };
  await expect(table.rows(table.over(query))).rejects.toThrow("stopped after 0.15 s");
});
