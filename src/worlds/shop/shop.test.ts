import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseProject } from "../../config/project-file.ts";
import { raw } from "../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import type { Cell } from "../../warehouse/port.ts";
import { generateWorld } from "../generate.ts";
import type { WorldRequest } from "../world.ts";
import { shop } from "./shop.ts";

const REQUEST: WorldRequest = { events: 120_000, days: 61, seed: 7, start: "2019-10-01", format: "csv", files: 1 };
const HEADER = "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session";

const root = mkdtempSync(join(tmpdir(), "tidemark-shop-"));
const dir = join(root, "one");
let db: DuckDBWarehouse;
let truth: Truth;

interface Truth {
  readonly realised: Record<string, number>;
  readonly shared_session: { readonly session_id: string; readonly users: readonly number[] };
  readonly retention: {
    readonly curve: { week: number; planted: number; realised: number; users: number; active: number }[];
  };
  readonly affinities: {
    product_a: number;
    product_b: number;
    planted: { lift: number };
    realised: { baskets: number; with_a: number; with_b: number; with_both: number; lift: number };
  }[];
  readonly promotion: { days: string[]; realised: { traffic_against_week_before: number } };
  readonly propensity: { cut_off: string; realised: { users: number; buyers: number; auc_of_true_score: number } };
  readonly cold_start: {
    product_ids: number[];
    realised: { viewed_products: number; views: number; carts_and_purchases: number };
  };
  readonly catalogue: { price: { realised: { log_mean: number; log_sd: number } } };
  readonly profile: { realised: { events_by_hour: number[] } };
}

async function row(text: string): Promise<readonly Cell[]> {
  return (await db.table(raw(text))).rows[0] ?? [];
}

const digests = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex"),
      ]),
  );

beforeAll(async () => {
  await generateWorld(shop, REQUEST, { out: dir, threads: 2 });
  truth = JSON.parse(readFileSync(join(dir, "truth.json"), "utf8")) as Truth;
  db = await openDuckDB({ path: ":memory:", spillDir: join(root, "spill"), threads: 2 });
  await db.exec(
    raw(`create table log as select strptime(event_time, '%Y-%m-%d %H:%M:%S UTC') as ts, * from read_csv('${join(dir, "events.csv")}',
      header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {event_time: 'varchar', event_type: 'varchar',
      product_id: 'bigint', category_id: 'bigint', category_code: 'varchar', brand: 'varchar', price: 'decimal(18,2)', user_id: 'bigint',
      user_session: 'varchar'})`),
  );
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

test("the file has the nine REES46 columns, exact lines, and rows in time order", () => {
  const [header, ...lines] = readFileSync(join(dir, "events.csv"), "utf8").trimEnd().split("\n");
  expect(header).toBe(HEADER);
  const line =
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC,(view|cart|purchase),\d{7,8},\d{19},([a-z_]+(\.[a-z_]+){1,3})?,[a-z]*,\d+\.\d\d,\d{9},[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(lines.filter((text) => !line.test(text))).toEqual([]);
  const times = lines.map((text) => text.slice(0, 19));
  expect(times.every((time, i) => i === 0 || (times[i - 1] ?? "") <= time)).toBe(true);
  expect(lines.length).toBe(REQUEST.events);
});

test("the same request gives the same bytes on one thread and on two, and another seed others", async () => {
  const small = { ...REQUEST, events: 20_000 };
  for (const threads of [1, 2]) await generateWorld(shop, small, { out: join(root, `t${threads}`), threads });
  await generateWorld(shop, { ...small, seed: 8 }, { out: join(root, "seed8") });
  expect(digests(join(root, "t1"))).toEqual(digests(join(root, "t2")));
  expect(digests(join(root, "seed8"))["events.csv"]).not.toBe(digests(join(root, "t1"))["events.csv"]);
});

test("truth.json equals the recounted file", async () => {
  const counted = await row(`
select count(*), count(*) filter (where event_type = 'view'), count(*) filter (where event_type = 'cart'),
  count(*) filter (where event_type = 'purchase'), sum(price) filter (where event_type = 'purchase'), count(distinct user_id),
  count(distinct user_id) filter (where event_type = 'purchase'), count(distinct (user_id, user_session)), count(distinct user_session),
  count(*) - (select count(*) from (select distinct * from log)), count(*) filter (where category_code is null),
  count(*) filter (where brand is null) from log`);
  const r = truth.realised;
  expect(counted).toEqual([
    r["events"],
    r["views"],
    r["carts"],
    r["purchases"],
    r["revenue"],
    r["users"],
    r["buyers"],
    r["sessions"],
    r["session_ids"],
    r["duplicates"],
    r["category_code_null"],
    r["brand_null"],
  ]);
  const hours = (await db.table(raw("select count(*) from log group by hour(ts) order by hour(ts)"))).rows.map(
    ([n]) => n,
  );
  expect(hours).toEqual(truth.profile.realised.events_by_hour);
});

test("event mix and null shares are those of the REES46 files", () => {
  const { events = 0, views = 0, carts = 0, purchases = 0 } = truth.realised;
  expect(Math.abs(views / events - 0.949)).toBeLessThan(0.006);
  expect(Math.abs(carts / events - 0.036)).toBeLessThan(0.005);
  expect(Math.abs(purchases / events - 0.0151)).toBeLessThan(0.003);
  expect(Math.abs((truth.realised["category_code_null_share"] ?? 0) - 0.32)).toBeLessThan(0.02);
  expect(Math.abs((truth.realised["brand_null_share"] ?? 0) - 0.14)).toBeLessThan(0.02);
});

test("a product has one category, brand and launch; its price changes in the promotion only", async () => {
  const promo = truth.promotion.days.map((day) => `'${day}'`).join(", ");
  const [bad] = await row(`select count(*) from (select product_id from log group by product_id, ts::date in (${promo})
    having count(distinct coalesce(category_code, '') || category_id || coalesce(brand, '') || price) > 1)`);
  expect(bad).toBe(0);
  const [mean, sd, skew] = await row(
    "select avg(ln(price)), stddev(ln(price)), skewness(ln(price)) from (select product_id, max(price) as price from log group by 1)",
  );
  expect(Math.abs(Number(mean) - 4.4)).toBeLessThan(0.05);
  expect(Math.abs(Number(sd) - 0.92)).toBeLessThan(0.05);
  expect(Math.abs(Number(skew))).toBeLessThan(0.15);
});

test("one vendor session id is shared by two users, all others have one", async () => {
  const { rows } = await db.table(
    raw(
      "select user_session, list_sort(list(distinct user_id))::varchar from log group by 1 having count(distinct user_id) > 1",
    ),
  );
  const users = [...truth.shared_session.users].sort((a, b) => a - b);
  expect(rows).toEqual([[truth.shared_session.session_id, `[${users.join(", ")}]`]]);
});

test("sessions with more than 30 idle minutes are as many as planted", async () => {
  const [idle] = await row(`select count(distinct (user_id, user_session)) from (
    select *, ts - lag(ts) over (partition by user_id, user_session order by ts) as gap from log) where gap > interval 30 minute`);
  expect(idle).toBe(truth.realised["idle_sessions"]);
  expect(Number(idle)).toBeGreaterThan(100);
});

test("weekly retention follows the planted curve", async () => {
  const { rows } = await db.table(
    raw(`
with weeks as (select distinct user_id, date_trunc('week', ts)::date as week from log),
firsts as (select user_id, min(week) as cohort from weeks group by 1),
cells as (select cohort, ((week - cohort) / 7)::bigint as later, count(*) as active from weeks join firsts using (user_id) group by 1, 2),
sizes as (select cohort, count(*) as users from firsts group by 1)
select later, sum(users)::bigint, sum(active)::bigint from cells join sizes using (cohort)
where later > 0 and cohort + (later * 7)::integer <= date '2019-11-18' group by 1 order by 1`),
  );
  expect(rows).toEqual(truth.retention.curve.map(({ week, users, active }) => [week, users, active]));
  for (const { planted, realised, users } of truth.retention.curve) {
    expect(Math.abs(realised - planted)).toBeLessThan(0.006 + 4 * Math.sqrt((planted * (1 - planted)) / users));
  }
});

test("planted affinities are in the baskets", async () => {
  for (const { product_a, product_b, realised, planted } of truth.affinities) {
    const counted = await row(`
with baskets as (select distinct user_id, user_session, product_id from log where event_type = 'purchase'),
per as (select bool_or(product_id = ${product_a}) as a, bool_or(product_id = ${product_b}) as b from baskets group by user_id, user_session)
select count(*), count(*) filter (where a), count(*) filter (where b), count(*) filter (where a and b) from per`);
    expect(counted).toEqual([realised.baskets, realised.with_a, realised.with_b, realised.with_both]);
    const expected = (planted.lift * realised.with_a * realised.with_b) / realised.baskets;
    expect(Math.abs(realised.with_both - expected)).toBeLessThan(4 * Math.sqrt(expected) + 2);
  }
});

test("the promotion raises traffic, and its days lie in mid-November", async () => {
  expect(truth.promotion.days).toEqual(["2019-11-15", "2019-11-16", "2019-11-17"]);
  const [ratio] = await row(`select count(*) filter (where ts::date between '2019-11-15' and '2019-11-17')
    / count(*) filter (where ts::date between '2019-11-08' and '2019-11-10') from log`);
  expect(Number(ratio)).toBeCloseTo(truth.promotion.realised.traffic_against_week_before, 5);
  expect(Number(ratio)).toBeGreaterThan(2);
});

test("intent is visible: carts and purchases before the cut-off rank later buyers, below the true score's AUC", async () => {
  const cut = truth.propensity.cut_off;
  const [users, buyers, auc] = await row(`
with users as (
  select user_id, count(*) filter (where ts < '${cut}') as n, 3 * count(*) filter (where ts < '${cut}' and event_type = 'purchase')
    + 2 * count(*) filter (where ts < '${cut}' and event_type = 'cart') + ln(1 + count(*) filter (where ts < '${cut}'))
    + epoch(max(ts) filter (where ts < '${cut}')) / 86400 / 10 as score,
    bool_or(event_type = 'purchase' and ts >= '${cut}') as bought
  from log group by 1 having n > 0
), ranked as (select bought, rank() over (order by score) + (count(*) over (partition by score) - 1) / 2.0 as r from users)
select count(*), count(*) filter (where bought),
  (sum(r) filter (where bought) - count(*) filter (where bought) * (count(*) filter (where bought) + 1) / 2.0)
    / (count(*) filter (where bought) * count(*) filter (where not bought)) from ranked`);
  const { realised } = truth.propensity;
  expect([users, buyers]).toEqual([realised.users, realised.buyers]);
  expect(realised.auc_of_true_score).toBeGreaterThan(0.71);
  expect(realised.auc_of_true_score).toBeLessThan(0.81);
  expect(Number(auc)).toBeGreaterThan(0.6);
  expect(Number(auc)).toBeLessThan(realised.auc_of_true_score + 0.03);
});

test("new products are viewed but never put in a cart or bought", async () => {
  const ids = truth.cold_start.product_ids.join(", ");
  const counted = await row(`select count(distinct product_id), count(*) filter (where event_type = 'view'),
    count(*) filter (where event_type <> 'view') from log where product_id in (${ids})`);
  const { viewed_products, views, carts_and_purchases } = truth.cold_start.realised;
  expect(counted).toEqual([viewed_products, views, carts_and_purchases]);
  expect(carts_and_purchases).toBe(0);
  expect(views).toBeGreaterThan(100);
});

test("activity is heavy-tailed and the day has its profile", async () => {
  const [top] =
    await row(`with u as (select count(*) as n, row_number() over (order by count(*) desc) as r, count(*) over () as users from log group by user_id)
    select sum(n) filter (where r * 100 <= users) / sum(n) from u`);
  expect(Number(top)).toBeGreaterThan(0.08);
  const hours = truth.profile.realised.events_by_hour;
  expect((hours[17] ?? 0) / (hours[2] ?? 1)).toBeGreaterThan(3);
});

test("the project file parses and names the generated columns", () => {
  const project = parseProject(readFileSync(join(dir, "tidemark.yml"), "utf8"), "tidemark.yml", {});
  expect(Object.keys(project.sources["shop"]?.columns ?? {})).toEqual(HEADER.split(","));
  expect(project.funnels["purchase"]?.steps).toEqual(["view", "cart", "purchase"]);
});

test("--files splits by time without changing a row; Parquet holds the same rows", async () => {
  const small = { ...REQUEST, events: 20_000 };
  await generateWorld(shop, { ...small, files: 3 }, { out: join(root, "three") });
  await generateWorld(shop, { ...small, format: "parquet" }, { out: join(root, "parquet") });
  const names = ["events-1.csv", "events-2.csv", "events-3.csv"];
  const parts = names.map((name) => readFileSync(join(root, "three", name), "utf8").replace(`${HEADER}\n`, ""));
  expect(`${HEADER}\n${parts.join("")}`).toBe(readFileSync(join(root, "t1", "events.csv"), "utf8"));
  const { rows } = await db.table(
    raw(`select count(*) from (select * from read_parquet('${join(root, "parquet", "events.parquet")}')
    except all select event_time, event_type, product_id, category_id, category_code, brand, price, user_id, user_session from read_csv('${join(root, "t1", "events.csv")}', header = true,
    columns = {event_time: 'varchar', event_type: 'varchar', product_id: 'bigint', category_id: 'bigint', category_code: 'varchar', brand: 'varchar',
    price: 'decimal(18,2)', user_id: 'bigint', user_session: 'varchar'}))`),
  );
  expect(rows).toEqual([[0]]);
});
