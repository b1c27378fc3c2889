import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseProject } from "../../config/project-file.ts";
import { raw } from "../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import type { Cell } from "../../warehouse/port.ts";
import { generateWorld } from "../generate.ts";
import type { WorldRequest } from "../world.ts";
import { telecom } from "./telecom.ts";

const REQUEST: WorldRequest = { events: 60_000, days: 730, seed: 3, start: "2018-01-01", format: "csv", files: 1 };
const FACTS =
  "FactID,TimeID,CustomerID,NetworkType,Latency,Throughput,CallDropRate,PacketLoss,Jitter,DataUsage,NumberOfCalls,SessionDuration,CustomerSatisfaction,ARPU,Revenue,Downtime";
const TIME = "TimeID,Date,Year,Quarter,Month,Week,Day,DayOfWeek,IsWeekend";

const root = mkdtempSync(join(tmpdir(), "tidemark-telecom-"));
const dir = join(root, "one");
let db: DuckDBWarehouse;
let truth: Truth;

interface Truth {
  readonly realised: Record<string, number>;
  readonly usage: { readonly realised_by_day: { day: string; rows: number; usage: number }[] };
  readonly segments: { name: string; customers: number; customer_ids: number[] }[];
  readonly anomalies: { fact_ids: number[] };
  readonly downtime: {
    realised: { bin: string; facts: number; mean_satisfaction: number; revenue_per_arpu: number }[];
  };
}

async function row(text: string): Promise<readonly Cell[]> {
  return (await db.table(raw(text))).rows[0] ?? [];
}

beforeAll(async () => {
  await generateWorld(telecom, REQUEST, { out: dir, threads: 2 });
  truth = JSON.parse(readFileSync(join(dir, "truth.json"), "utf8")) as Truth;
  db = await openDuckDB({ path: ":memory:", spillDir: join(root, "spill"), threads: 2 });
  await db.exec(raw(`create table facts as select * from read_csv('${join(dir, "facts.csv")}', header = true)`));
  await db.exec(raw(`create table times as select * from read_csv('${join(dir, "time.csv")}', header = true)`));
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

test("both files have the columns of the contract; every fact finds its day", async () => {
  expect(readFileSync(join(dir, "facts.csv"), "utf8").split("\n", 1)[0]).toBe(FACTS);
  expect(readFileSync(join(dir, "time.csv"), "utf8").split("\n", 1)[0]).toBe(TIME);
  expect(
    await row(`select count(*), count(distinct "FactID"), count(t."TimeID"), (select count(*) from times), (select count(distinct "TimeID") from times),
    count(distinct t."TimeID") from facts f left join times t using ("TimeID")`),
  ).toEqual([60_000, 60_000, 60_000, 730, 730, 730]);
});

test("the same request gives the same bytes on one thread and on two, and split files hold the same rows", async () => {
  await generateWorld(telecom, REQUEST, { out: join(root, "t1"), threads: 1 });
  await generateWorld(telecom, { ...REQUEST, files: 2 }, { out: join(root, "two") });
  const text = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");
  for (const name of ["facts.csv", "time.csv", "truth.json", "tidemark.yml"])
    expect(text("t1", name)).toBe(text("one", name));
  expect(text("two", "facts-1.csv") + text("two", "facts-2.csv").replace(`${FACTS}\n`, "")).toBe(
    text("one", "facts.csv"),
  );
});

test("truth.json equals the recounted files", async () => {
  const r = truth.realised;
  const [facts, revenue, usage, latency, sat, rho, rhoDown, slope, slopeDown] =
    await row(`select count(*), sum("Revenue"::decimal(18,2)), sum("DataUsage"::decimal(18,3)), avg("Latency"),
    avg("CustomerSatisfaction"), corr("Latency", "CustomerSatisfaction"), corr("Downtime", "CustomerSatisfaction"),
    regr_slope("CustomerSatisfaction", "Latency"), regr_slope("CustomerSatisfaction", "Downtime") from facts`);
  expect([facts, revenue, usage]).toEqual([r["facts"], r["revenue"], r["data_usage"]]);
  expect(latency).toBeCloseTo(r["mean_latency"] ?? 0, 3);
  expect(sat).toBeCloseTo(r["mean_satisfaction"] ?? 0, 3);
  expect(rho).toBeCloseTo(r["latency_satisfaction"] ?? 0, 5);
  expect(rhoDown).toBeCloseTo(r["downtime_satisfaction"] ?? 0, 5);
  expect(slope).toBeCloseTo(r["satisfaction_per_latency_ms"] ?? 0, 5);
  expect(slopeDown).toBeCloseTo(r["satisfaction_per_downtime_minute"] ?? 0, 5);
  const days = await db.table(
    raw(
      `select "Date"::varchar, count(*), sum("DataUsage"::decimal(18,3)) from facts join times using ("TimeID") group by 1 order by 1`,
    ),
  );
  expect(days.rows).toEqual(truth.usage.realised_by_day.map(({ day, rows, usage: sum }) => [day, rows, sum]));
});

test("latency lowers satisfaction with a correlation of about -0.6", () => {
  expect(Math.abs((truth.realised["latency_satisfaction"] ?? 0) + 0.6)).toBeLessThan(0.03);
});

test("data usage is lognormal", async () => {
  const [skew, kurtosis, rawSkew] = await row(
    `select skewness(ln("DataUsage")), kurtosis(ln("DataUsage")), skewness("DataUsage") from facts where "DataUsage" > 0`,
  );
  expect(Math.abs(Number(skew))).toBeLessThan(0.1);
  expect(Math.abs(Number(kurtosis))).toBeLessThan(0.25);
  expect(Number(rawSkew)).toBeGreaterThan(1.5);
});

test("daily usage has a weekly season and a trend", async () => {
  const [weekend, growth] =
    await row(`with days as (select "Date" as d, "DayOfWeek" as w, sum("DataUsage") as y from facts join times using ("TimeID") group by all)
    select avg(y) filter (where w = 6) / avg(y) filter (where w = 3), avg(y) filter (where d >= '2019-01-01') / avg(y) filter (where d < '2019-01-01') from days`);
  expect(Math.abs(Number(weekend) - 1.12 / 0.93)).toBeLessThan(0.06);
  expect(Math.abs(Number(growth) - 1.375 / 1.125)).toBeLessThan(0.04);
});

test("the three segments are told apart by calls, duration and ARPU", async () => {
  const values = truth.segments.flatMap(({ name, customer_ids }) => customer_ids.map((id) => `(${id}, '${name}')`));
  const [customers, right] = await row(`with labels as (select * from (values ${values.join(", ")}) v(id, name)),
    profiles as (select "CustomerID" as id, avg("NumberOfCalls") / 26 as c, avg("SessionDuration") / 60 as s, avg("ARPU") / 65 as a from facts group by 1),
    centres as (select name, avg(c) as c, avg(s) as s, avg(a) as a from profiles join labels using (id) group by 1),
    nearest as (select p.id, arg_min(k.name, power(p.c - k.c, 2) + power(p.s - k.s, 2) + power(p.a - k.a, 2)) as name from profiles p, centres k group by 1)
    select count(*), count(*) filter (where n.name = l.name) from nearest n join labels l using (id)`);
  expect(Number(right) / Number(customers)).toBeGreaterThan(0.99);
  expect(truth.segments.map(({ customers: n, customer_ids }) => n === customer_ids.length && n > 0)).toEqual([
    true,
    true,
    true,
  ]);
});

test("labelled anomalies are 1 to 2 % and stand out in latency, loss and jitter together", async () => {
  const ids = truth.anomalies.fact_ids;
  expect(ids.length / REQUEST.events).toBeGreaterThan(0.01);
  expect(ids.length / REQUEST.events).toBeLessThan(0.02);
  const [caught, false_alarms] =
    await row(`select count(*) filter (where odd and score > 1), count(*) filter (where not odd and score > 1) from (
    select "FactID" in (${ids.join(", ")}) as odd, least("Latency" / 90, "PacketLoss" / 3.5, "Jitter" / 22) as score from facts)`);
  expect(Number(caught) / ids.length).toBeGreaterThan(0.95);
  expect(Number(false_alarms)).toBeLessThan(ids.length / 20);
});

test("downtime lowers satisfaction and revenue", () => {
  const [low, moderate, high] = truth.downtime.realised;
  expect([low?.bin, moderate?.bin, high?.bin]).toEqual(["low", "moderate", "high"]);
  for (const of of ["mean_satisfaction", "revenue_per_arpu"] as const) {
    expect(low?.[of]).toBeGreaterThan(moderate?.[of] ?? 0);
    expect(moderate?.[of]).toBeGreaterThan(high?.[of] ?? 0);
  }
});

test("the project file parses and joins the time dimension", () => {
  const project = parseProject(readFileSync(join(dir, "tidemark.yml"), "utf8"), "tidemark.yml", {});
  expect(project.sources["facts"]?.table?.joins).toEqual({ time: { on: "TimeID" } });
  expect(Object.keys(project.sources["facts"]?.columns ?? {})).toEqual(FACTS.split(","));
  expect(Object.keys(project.sources["time"]?.columns ?? {})).toEqual(TIME.split(","));
});
