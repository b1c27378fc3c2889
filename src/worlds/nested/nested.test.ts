import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folderDigests } from "../../../test/harness/folder-digests.ts";
import { parseProject } from "../../config/project-file.ts";
import { raw } from "../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import type { Cell } from "../../warehouse/port.ts";
import { generateWorld } from "../generate.ts";
import type { WorldRequest } from "../world.ts";
import { nested } from "./nested.ts";

const REQUEST: WorldRequest = { events: 120_000, days: 28, seed: 4, start: "2025-02-24", format: "csv", files: 1 };
const SMALL: WorldRequest = { ...REQUEST, events: 10_000, days: 21 };
const HEADER =
  "event_timestamp,event_details_id,event_details_clientid,session_id,event_name,country_name,browser,os,utm_source,utm_medium,utm_campaign,product_id,price_amount";

interface Pair {
  readonly expected: number;
  readonly actual: number;
}
interface Fault {
  readonly name: string;
  readonly kind: string;
  readonly scope: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
  readonly hours: number;
  readonly planted_factor_by_hour: number[];
  readonly affected_metrics: string[];
  readonly in_scope: Readonly<Record<string, Pair>>;
  readonly by_hour: Readonly<Record<string, { expected: number[]; actual: number[] }>>;
}
interface Truth {
  readonly realised: Readonly<Record<string, number>>;
  readonly faults: Fault[];
  readonly quiet_days: string[];
  readonly hours: { first: string; actual: Record<string, number[]>; expected: Record<string, number[]> };
}

const root = mkdtempSync(join(tmpdir(), "tidemark-nested-"));
const dir = join(root, "one");
let db: DuckDBWarehouse;
let truth: Truth;

const rows = async (text: string): Promise<readonly (readonly Cell[])[]> => (await db.table(raw(text))).rows;
const sum = (xs: readonly number[]): number => xs.reduce((total, x) => total + x, 0);
const fault = (name: string): Fault => {
  const found = truth.faults.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no fault ${name}`);
  return found;
};

/** The metrics of the truth over rows of the file. */
const METRICS: Readonly<Record<string, string>> = {
  events: "count(*)",
  sessions: "count(distinct session_id)",
  visitors: "count(distinct event_details_clientid)",
  page_views: "count(*) filter (where event_name = 'page_viewed')",
  login: "count(*) filter (where event_name = 'login')",
  search: "count(*) filter (where event_name = 'search')",
  product_viewers: "count(*) filter (where event_name = 'product_viewed')",
  added_to_cart: "count(*) filter (where event_name = 'product_added_to_cart')",
  checkout_started: "count(*) filter (where event_name = 'checkout_started')",
  orders: "count(*) filter (where event_name = 'checkout_completed')",
  buyers: "count(distinct event_details_clientid) filter (where event_name = 'checkout_completed')",
  revenue: "coalesce(sum(price_amount) filter (where event_name = 'checkout_completed'), 0)::decimal(18,2)",
};
const COLUMNS = Object.values(METRICS).join(", ");

beforeAll(async () => {
  await generateWorld(nested, REQUEST, { out: dir, threads: 2 });
  truth = JSON.parse(readFileSync(join(dir, "truth.json"), "utf8")) as Truth;
  db = await openDuckDB({ path: ":memory:", spillDir: join(root, "spill"), threads: 2 });
  await db.exec(
    raw(
      `create table log as select * replace (price_amount::decimal(18, 2) as price_amount) from read_csv('${join(dir, "events.csv")}', header = true)`,
    ),
  );
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

test("the file has the pixel's columns, exact rows in time order, unique ids, sessions of one visitor", async () => {
  const [header, ...lines] = readFileSync(join(dir, "events.csv"), "utf8").trimEnd().split("\n");
  expect(header).toBe(HEADER);
  expect(lines.length).toBe(REQUEST.events);
  const times = lines.map((line) => line.slice(0, 19));
  expect(times.every((time, i) => i === 0 || (times[i - 1] ?? "") <= time)).toBe(true);
  expect(await rows("select count(distinct event_details_id) from log")).toEqual([[REQUEST.events]]);
  expect(
    await rows(
      "select 1 from log group by session_id having count(distinct event_details_clientid) > 1 or count(distinct hour(event_timestamp)) > 1",
    ),
  ).toEqual([]);
});

test("the same request gives the same bytes on one thread and on two, whatever is held at a time", async () => {
  await generateWorld(nested, SMALL, { out: join(root, "t1"), threads: 1 });
  await generateWorld(nested, SMALL, { out: join(root, "t2"), threads: 2, chunkRows: 2000 });
  await generateWorld(nested, { ...SMALL, seed: 5 }, { out: join(root, "seed5") });
  expect(folderDigests(join(root, "t1"))).toEqual(folderDigests(join(root, "t2")));
  expect(folderDigests(join(root, "seed5"))[0]).not.toBe(folderDigests(join(root, "t1"))[0]);
});

test("every hour of every metric equals the recounted file", async () => {
  const counted =
    await rows(`with grid as (select unnest(generate_series(timestamp '2025-02-24', timestamp '2025-03-23 23:00', interval 1 hour)) as hour),
    hours as (select date_trunc('hour', event_timestamp) as hour, ${COLUMNS} from log group by 1)
    select hours.* exclude (hour) from grid left join hours using (hour) order by grid.hour`);
  expect(counted.length).toBe(28 * 24);
  Object.keys(METRICS).forEach((metric, i) => {
    expect([metric, ...counted.map((hour) => hour[i] ?? 0)]).toEqual([metric, ...(truth.hours.actual[metric] ?? [])]);
  });
  const [total] = await rows(`select ${COLUMNS} from log`);
  expect(total).toEqual(Object.keys(METRICS).map((metric) => truth.realised[metric]));
});

test("what a fault leaves in its scope equals the recounted file", async () => {
  expect(truth.faults.length).toBe(10);
  for (const { scope, from, to, in_scope } of truth.faults) {
    const limits = Object.entries(scope).map(([column, value]) => ` and ${column} = '${value}'`);
    const [counted] = await rows(
      `select ${COLUMNS} from log where event_timestamp >= '${from}' and event_timestamp < '${to}'${limits.join("")}`,
    );
    expect(counted).toEqual(Object.keys(METRICS).map((metric) => in_scope[metric]?.actual));
  }
});

test("without a fault everything is as expected, and only the silent hour is empty", () => {
  const first = Date.parse(`${truth.hours.first}Z`);
  const index = (text: string): number => (Date.parse(`${text}Z`) - first) / 3_600_000;
  const faulty = new Set(
    truth.faults.flatMap(({ from, hours }) => Array.from({ length: hours }, (_, i) => index(from) + i)),
  );
  expect(faulty.size).toBe(sum(truth.faults.map(({ hours }) => hours)));
  for (const metric of Object.keys(METRICS)) {
    const [actual = [], expected = []] = [truth.hours.actual[metric], truth.hours.expected[metric]];
    expect(actual.filter((x, hour) => !faulty.has(hour) && x !== expected[hour])).toEqual([]);
  }
  const empty = (truth.hours.actual["events"] ?? []).flatMap((n, hour) => (n === 0 ? [hour] : []));
  expect(empty).toEqual([index(fault("silent_hour").from)]);
  expect(truth.quiet_days.length).toBeGreaterThan(10);
  for (const day of truth.quiet_days) {
    for (let hour = 0; hour < 24; hour++) expect(faulty.has(index(`${day}T00:00`) + hour)).toBe(false);
  }
});

test("each fault changes what it is meant to, by about what was planted", () => {
  const left = (name: string, metric: string): number => {
    const { expected, actual } = fault(name).in_scope[metric] ?? { expected: 0, actual: 0 };
    return actual / expected;
  };
  expect(left("ios_us_orders", "orders")).toBeLessThan(0.7);
  expect(fault("ios_us_orders").affected_metrics).toEqual(["events", "orders", "buyers", "revenue"]);
  expect(Math.abs(left("site_dip", "sessions") - 0.55)).toBeLessThan(0.12);
  expect(left("tiktok_traffic", "sessions")).toBeLessThan(0.35);
  expect(left("android_carts", "added_to_cart")).toBeLessThan(0.6);
  expect(left("android_carts", "sessions")).toBe(1);
  expect(Math.abs(left("ios_traffic", "visitors") - 0.6)).toBeLessThan(0.15);
  expect(Math.abs(left("payment", "orders") - 0.5)).toBeLessThan(0.25);
  expect(fault("payment").affected_metrics).toEqual(["events", "orders", "buyers", "revenue"]);
  const bot = fault("bot_spike").in_scope;
  expect((bot["visitors"]?.actual ?? 0) - (bot["visitors"]?.expected ?? 0)).toBe(1);
  expect((bot["sessions"]?.actual ?? 0) - (bot["sessions"]?.expected ?? 0)).toBeGreaterThan(50);
  expect(left("google_surge", "sessions")).toBeGreaterThan(1.4);
  const drift = fault("email_drift");
  const halves = [0, 1].map((half) => {
    const of = (side: "expected" | "actual"): number =>
      sum((drift.by_hour["sessions"]?.[side] ?? []).slice((half * drift.hours) / 2, ((half + 1) * drift.hours) / 2));
    return of("actual") / of("expected");
  });
  expect(Math.abs((halves[0] ?? 0) - 0.85)).toBeLessThan(0.08);
  expect(Math.abs((halves[1] ?? 0) - 0.55)).toBeLessThan(0.08);
});

test("dimensions are nested, the hour of the week has a profile, the funnel narrows", async () => {
  expect(
    await rows(
      "select utm_source from log where utm_source <> 'google' group by 1 having count(distinct utm_medium) > 1",
    ),
  ).toEqual([]);
  expect(
    await rows(
      "select utm_campaign from log group by 1 having count(distinct (utm_medium, utm_source)) > 1 and utm_campaign is not null",
    ),
  ).toEqual([]);
  const expected = truth.hours.expected["sessions"] ?? [];
  const hourOfDay = (hour: number): number => sum(expected.filter((_, i) => i % 24 === hour));
  expect(hourOfDay(20) / hourOfDay(3)).toBeGreaterThan(2.5);
  const { sessions = 0, page_views = 0, checkout_started = 0, orders = 0 } = truth.realised;
  expect(page_views).toBeGreaterThan(sessions);
  expect(orders / checkout_started).toBeGreaterThan(0.5);
  expect(orders / checkout_started).toBeLessThan(0.75);
});

test("the project file parses; --files splits by time; Parquet holds the same rows", async () => {
  const project = parseProject(readFileSync(join(dir, "tidemark.yml"), "utf8"), "tidemark.yml", {});
  expect(Object.keys(project.sources["pixel"]?.columns ?? {}).sort()).toEqual(HEADER.split(",").sort());
  expect(project.dimensions["os"]?.parent).toBe("device");
  await generateWorld(nested, { ...SMALL, files: 2 }, { out: join(root, "two") });
  const text = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");
  expect(text("two", "events-1.csv") + text("two", "events-2.csv").replace(`${HEADER}\n`, "")).toBe(
    text("t1", "events.csv"),
  );
  await generateWorld(nested, { ...SMALL, format: "parquet" }, { out: join(root, "parquet") });
  expect(
    await rows(`select count(*), count(distinct event_details_id) from (select event_details_id from read_parquet('${join(root, "parquet", "events.parquet")}')
      intersect select event_details_id from read_csv('${join(root, "t1", "events.csv")}', header = true))`),
  ).toEqual([[SMALL.events, SMALL.events]]);
});
