import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { raw } from "../../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../instance.ts";
import { runUserSql, type UserSqlOptions, type UserSqlResult } from "./run-user-sql.ts";

const dir = mkdtempSync(join(tmpdir(), "tidemark-user-sql-"));
let warehouse: DuckDBWarehouse;

beforeAll(async () => {
  const path = join(dir, "warehouse.duckdb");
  {
    await using open = await openDuckDB({ path, spillDir: join(dir, "spill"), threads: 1 });
    await open.exec(
      raw(`create table fct_events as
      select timestamp '2024-03-01 00:00:00' + to_minutes(i * 37) as event_time,
        date '2024-03-01' + cast(i * 37 // 1440 as integer) as day,
        ['view', 'cart', 'purchase'][1 + i % 3] as event, i % 17 as user_id, i // 5 as session_id,
        case when i % 3 = 2 then (i % 90)::decimal(18, 2) end as value,
        json_object('plan', case when i % 2 = 0 then 'pro' else 'free' end, 'tags', ['a', 'b']) as props
      from range(1000) t(i)`),
    );
    await open.exec(raw("create table dim_users as select i as user_id, 'c' || i % 4 as country from range(17) t(i)"));
    await open.exec(raw("create view stg_events as select * from fct_events"));
  }
  warehouse = await openDuckDB({
    path,
    spillDir: join(dir, "spill"),
    threads: 2,
    memoryLimitBytes: 500e6,
    readableDirs: [dir],
  });
});

afterAll(async () => {
  await warehouse[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

const relations = ["fct_events", "dim_users", "stg_events"];
const run = (text: string, options: Partial<UserSqlOptions> = {}): Promise<UserSqlResult> =>
  runUserSql(warehouse, text, { relations, ...options });

/** Each query with the number of rows it gives. */
const QUERIES: readonly (readonly [string, number])[] = [
  ["select count(*) from fct_events", 1],
  ["from fct_events", 1000],
  ['SELECT * FROM "Fct_Events" LIMIT 3;', 3],
  ["-- daily users\nselect day, count(distinct user_id) as users from fct_events group by all order by day;", 26],
  [
    "select event, sum(value) as revenue, avg(value), median(value) from fct_events group by 1 order by revenue desc nulls last",
    3,
  ],
  [
    "select country, count(*) from fct_events join dim_users using (user_id) group by country having count(*) > 10 order by 1",
    4,
  ],
  ["select e.* exclude (props), u.country from stg_events e left join dim_users u on e.user_id = u.user_id limit 5", 5],
  [
    "select user_id, row_number() over (partition by user_id order by event_time) as n from fct_events qualify n = 1",
    17,
  ],
  [
    "select *, lag(event_time) over w as previous from fct_events window w as (partition by user_id order by event_time) limit 7",
    7,
  ],
  [
    "select sum(value) over (order by day rows between 6 preceding and current row) as weekly from fct_events limit 2",
    2,
  ],
  [
    "select avg(value) over (order by event_time range between interval 7 days preceding and current row) from fct_events limit 2",
    2,
  ],
  ["select first_value(event ignore nulls) over (partition by user_id order by event_time) from fct_events limit 1", 1],
  [
    "with firsts as (select user_id, min(day) as cohort from fct_events group by 1) select cohort, count(*) from firsts group by 1",
    1,
  ],
  ["with a as (select 1 as x), b as (select x + 1 as y from a) select * from a, b", 1],
  ["with recursive n as (select 1 as i union all select i + 1 from n where i < 5) select * from n", 5],
  [
    "with a(u) as materialized (select user_id from fct_events) select distinct u from a where u in (select user_id from dim_users)",
    17,
  ],
  ["select * from (select user_id, count(*) as n from fct_events group by 1) where n > (select 2)", 17],
  [
    "select user_id from dim_users u where exists (select 1 from fct_events e where e.user_id = u.user_id and event = 'purchase')",
    17,
  ],
  [
    "select user_id from dim_users where user_id not in (1, 2, 3) and country in ('c0', 'c1') and user_id between 0 and 10",
    5,
  ],
  ["select user_id from dim_users union select user_id from fct_events except select 3 intersect select 3", 16],
  ["select 1 as a union all by name select 2 as b", 2],
  [
    "select count(*) filter (where event = 'cart') * 1.0 / nullif(count(*) filter (where event = 'view'), 0) as rate from fct_events",
    1,
  ],
  [
    "select date_trunc('week', event_time) as week, approx_count_distinct(user_id) from fct_events group by 1 order by 1",
    5,
  ],
  [
    "select extract(hour from event_time at time zone 'UTC' at time zone 'Europe/Berlin') as h, count(*) from fct_events group by h",
    24,
  ],
  ["select strftime(event_time, '%Y-%m'), dayname(day), event_time::date = day from fct_events limit 1", 1],
  ["select day + interval 1 day, day - date '2024-01-01', interval '2' month from fct_events limit 1", 1],
  ["select props->>'plan' as plan, json_extract_string(props, '$.tags[0]'), count(*) from fct_events group by all", 2],
  ["select unnest(from_json(props->'tags', '[\"varchar\"]')) as tag from fct_events", 2000],
  ["select j.value from fct_events, json_each(props, '$.tags') j limit 4", 4],
  [
    "select case when value > 50 then 'high' when value > 10 then 'mid' else 'low' end as band, count(*) from fct_events group by 1",
    3,
  ],
  [
    "select cast(user_id as varchar), user_id::double, try_cast(event as integer), value::decimal(10, 1) from fct_events limit 1",
    1,
  ],
  [
    "select coalesce(value, 0), ifnull(value, 0), if(value > 1, 'a', 'b'), greatest(1, 2), round(1.234, 2) from fct_events limit 1",
    1,
  ],
  [
    "select regexp_extract(country, 'c(\\d)', 1), upper(country), country like 'c%', country || '-x', country ilike 'C_' from dim_users",
    17,
  ],
  ["select * from fct_events pivot (count(*) for event in ('view', 'cart', 'purchase') group by day) order by day", 26],
  ["unpivot (select 1 as a, 2 as b) on a, b into name k value v", 2],
  [
    "select day, event, grouping_id(day, event), count(*) from fct_events group by grouping sets ((day, event), (day), ())",
    105,
  ],
  ["select event, count(*) from fct_events group by rollup (event)", 4],
  [
    "select quantile_cont(value, [0.5, 0.9, 0.99]), mode(event), arg_max(event, event_time), string_agg(distinct event, ',') from fct_events",
    1,
  ],
  [
    "select list_transform([1, 2, 3], lambda x: x * 2), [x for x in [1, 2, 3] if x > 1], {'a': 1}.a, map {'k': 1}['k']",
    1,
  ],
  [
    "select d::date as day, count(user_id) from generate_series(date '2024-03-01', date '2024-03-31', interval 1 day) g(d) left join fct_events on day = d group by 1",
    31,
  ],
  [
    "select u.user_id, last.event from dim_users u, lateral (select event from fct_events e where e.user_id = u.user_id order by event_time desc limit 1) last",
    17,
  ],
  ["select distinct on (user_id) user_id, event from fct_events order by user_id, event_time", 17],
  [
    "select e.user_id from fct_events e asof join fct_events f on e.user_id = f.user_id and e.event_time >= f.event_time limit 1",
    1,
  ],
  ["select * from dim_users semi join fct_events using (user_id)", 17],
  ["select columns('user.*|day') from fct_events limit 1", 1],
  ["select min(columns(* exclude (props))) from fct_events", 1],
  ["values (1, 'a'), (2, 'b')", 2],
  ["select * from (values (1, 'a'), (2, 'b')) as v(id, name) where (id, name) = (1, 'a')", 1],
  ["select corr(user_id, value), regr_slope(value, user_id), stddev_samp(value), histogram(event) from fct_events", 1],
  [
    "select time_bucket(interval 15 minutes, event_time) as t, count(*) from fct_events group by t order by all limit 3",
    3,
  ],
  ["select * from fct_events using sample 10 rows", 10],
  [
    "select lpad(cast(user_id as varchar), 5, '0'), format('{:,}', 1234567), printf('%.2f', 1.5) from fct_events limit 1",
    1,
  ],
  ["select #1, user from (select 1 as user)", 1],
];

test.each(QUERIES)("allowed: %s", async (text, count) => {
  const { rows, truncated } = await run(text);
  expect(rows).toHaveLength(count);
  expect(truncated).toBe(false);
});

test("rows beyond the limit are cut and said", async () => {
  const cut = await run("select i from range(100000) t(i)", { maxRows: 10 });
  expect(cut).toMatchObject({ truncated: true, columns: [{ name: "i", type: "BIGINT" }] });
  expect(cut.rows).toHaveLength(10);
  expect((await run("select i from range(10) t(i)", { maxRows: 10 })).truncated).toBe(false);
  expect((await run("from range(1000000000000)", { maxRows: 5 })).rows).toHaveLength(5);
});

test("no rows still have columns", async () => {
  expect(await run("select 1 as a, 'x' as b where false")).toMatchObject({
    rows: [],
    columns: [{ name: "a" }, { name: "b" }],
  });
});

test("time is limited by interrupting the engine", async () => {
  const slow = "select count(*) from range(1000000) a, range(10000000) b where hash(a.range, b.range) = 1";
  const started = performance.now();
  await expect(run(slow, { timeoutMs: 300 })).rejects.toMatchObject({
    code: "QUERY_FAILED",
    message: "the query was stopped after 0.3 s",
  });
  expect(performance.now() - started).toBeLessThan(3000);
  expect((await run("select 1 as x")).rows).toEqual([[1]]);
});

test("a cancelled query stops", async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 100);
  const slow = "select count(*) from range(1000000) a, range(10000000) b where hash(a.range, b.range) = 1";
  await expect(run(slow, { signal: abort.signal })).rejects.toMatchObject({ code: "CANCELLED" });
});

test("memory is limited by the engine", async () => {
  await expect(run("select list(i) from range(300000000) t(i)")).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
});

test("a failing query says why in the engine's words", async () => {
  await expect(run("select nothing_here from fct_events")).rejects.toMatchObject({ code: "QUERY_FAILED" });
  await expect(run("select cast('x' as integer)")).rejects.toThrow(/Could not convert/);
});
