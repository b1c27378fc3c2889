import { z } from "zod";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import { records } from "../records.ts";
import type { WorldFile, WorldRun } from "../world.ts";
import { EXPECTED_AFTER_CUT, NETWORKS, SEGMENTS, TELECOM } from "./parameters.ts";

/** Tables in which the generated rows are counted. Sums are over whole numbers, so that no order can change them. */
export const tallyTables: Sql = raw(`
create table counted (n hugeint, x hugeint, y hugeint, z hugeint, xx hugeint, yy hugeint, zz hugeint, xy hugeint, yz hugeint,
  log_usage hugeint, log_usage2 hugeint, revenue decimal(38, 2), arpu_z hugeint, usage decimal(38, 3));
create table counted_days (day_no bigint, n bigint, usage decimal(38, 3));
create table counted_downtime (bin varchar, n bigint, satisfaction decimal(38, 1), revenue decimal(38, 2), arpu decimal(38, 2));
create table counted_networks (network varchar, n bigint, latency decimal(38, 2));
create table anomalies (fact_id bigint);
`);

/** Counts the rows of `facts`: x = latency in 1/100 ms, y = satisfaction in 1/10, z = downtime in 1/10 min. */
export const countFacts: Sql = raw(`
insert into counted
with whole as (
  select ("Latency" * 100)::bigint as x, ("CustomerSatisfaction" * 10)::bigint as y, ("Downtime" * 10)::bigint as z,
    round(ln(greatest(0.001, "DataUsage"::double)) * 1000000)::bigint as lu, * from facts
)
select count(*), sum(x), sum(y), sum(z), sum(x * x), sum(y * y), sum(z * z), sum(x * y), sum(y * z), sum(lu), sum(lu::hugeint * lu),
  sum("Revenue"), sum(("ARPU" * 100)::bigint * z), sum("DataUsage") from whole;
insert into counted_days select day_no, count(*), sum("DataUsage") from facts group by all;
insert into counted_downtime
  select case when "Downtime" < 5 then 'low' when "Downtime" < 30 then 'moderate' else 'high' end, count(*),
    sum("CustomerSatisfaction"), sum("Revenue"), sum("ARPU") from facts group by all;
insert into counted_networks select "NetworkType", count(*), sum("Latency") from facts group by all;
insert into anomalies select "FactID" from facts where anomaly;
`);

const Totals = z.object({
  facts: z.number(),
  latency_satisfaction: z.number().nullable(),
  downtime_satisfaction: z.number().nullable(),
  satisfaction_per_latency_ms: z.number().nullable(),
  satisfaction_per_downtime_minute: z.number().nullable(),
  log_usage_mean: z.number(),
  log_usage_sd: z.number(),
  data_usage: z.union([z.number(), z.string()]),
  revenue: z.union([z.number(), z.string()]),
  mean_latency: z.number(),
  mean_satisfaction: z.number(),
});

const correlation = (a: string, b: string, ab: string): string => `round((n::double * ${ab} - ${a}::double * ${b})
  / sqrt((n::double * ${a}${a} - ${a}::double * ${a}) * (n::double * ${b}${b} - ${b}::double * ${b})), 6)`;

/** Least squares slope of y on x, both in units of so many to one. */
const slope = (x: string, xy: string, units: number): string => `round((n::double * ${xy} - ${x}::double * y)
  / (n::double * ${x}${x} - ${x}::double * ${x}) * ${units}, 6)`;

const Segment = z.object({ segment: z.string(), ids: z.string() });
const Day = z.object({ day: z.string(), rows: z.number(), usage: z.union([z.number(), z.string()]) });

/** What was planted, with parameters, and what the generated rows hold, counted by SQL. */
export async function telecomTruth(
  { warehouse }: WorldRun,
  files: readonly WorldFile[],
): Promise<Record<string, unknown>> {
  const [totals] = await warehouse.rows({
    name: "worlds.telecom.totals",
    text: raw(`
with c as (select sum(n) as n, sum(x) as x, sum(y) as y, sum(z) as z, sum(xx) as xx, sum(yy) as yy, sum(zz) as zz,
  sum(xy) as xy, sum(yz) as yz, sum(log_usage) as l, sum(log_usage2) as ll, sum(revenue) as revenue, sum(usage) as usage from counted)
select n::bigint as facts, ${correlation("x", "y", "xy")} as latency_satisfaction,
  ${correlation("z", "y", "yz")} as downtime_satisfaction, ${slope("x", "xy", 10)} as satisfaction_per_latency_ms,
  ${slope("z", "yz", 1)} as satisfaction_per_downtime_minute, round(l::double / n / 1e6, 4) as log_usage_mean,
  round(sqrt((ll::double - l::double * l / n) / (n - 1)) / 1e6, 4) as log_usage_sd, usage::decimal(18, 3) as data_usage,
  revenue::decimal(18, 2) as revenue, round(x::double / n / 100, 4) as mean_latency, round(y::double / n / 10, 4) as mean_satisfaction
from c`),
    row: Totals,
  });
  const days = await warehouse.rows({
    name: "worlds.telecom.days",
    text: raw(`select d as day, sum(n)::bigint as rows, sum(usage)::decimal(18, 3) as usage
from counted_days join days using (day_no) group by 1 order by 1`),
    row: Day,
  });
  return {
    files,
    realised: totals,
    correlation: {
      latency_satisfaction: {
        planted: TELECOM.satisfaction.plantedCorrelation,
        realised: totals?.latency_satisfaction,
      },
      downtime_satisfaction: { realised: totals?.downtime_satisfaction },
    },
    satisfaction: {
      planted: TELECOM.satisfaction,
      expected_after_cut: EXPECTED_AFTER_CUT,
      note: "satisfaction is cut to 0..100: least squares finds the slopes expected after the cut, not the planted ones",
    },
    usage: { planted: { family: "lognormal", ...TELECOM.usage }, realised_by_day: days },
    segments: await segments(warehouse),
    networks: { planted: NETWORKS, realised: await records(warehouse, networkRows) },
    downtime: {
      planted: { ...TELECOM.downtime, ...TELECOM.revenue },
      realised: await records(warehouse, downtimeRows),
    },
    anomalies: await anomalies(warehouse),
  };
}

const networkRows =
  raw(`select network, sum(n)::bigint as facts, round(sum(latency)::double / sum(n), 4) as mean_latency
from counted_networks group by 1 order by 1`);

const downtimeRows =
  raw(`select bin, sum(n)::bigint as facts, round(sum(satisfaction)::double / sum(n), 4) as mean_satisfaction,
  round(sum(revenue)::double / sum(n), 4) as mean_revenue, round(sum(revenue)::double / sum(arpu), 6) as revenue_per_arpu
from counted_downtime group by 1 order by case bin when 'low' then 1 when 'moderate' then 2 else 3 end`);

async function segments(warehouse: WorldRun["warehouse"]): Promise<unknown> {
  const rows = await warehouse.rows({
    name: "worlds.telecom.segments",
    text: raw(`select segment, string_agg(customer_id, ',') as ids from customers group by 1`),
    row: Segment,
  });
  return SEGMENTS.map((planted) => {
    const ids = (rows.find(({ segment }) => segment === planted.name)?.ids ?? "").split(",").filter((id) => id !== "");
    return { ...planted, customers: ids.length, customer_ids: ids.map(Number).sort((a, b) => a - b) };
  });
}

async function anomalies(warehouse: WorldRun["warehouse"]): Promise<unknown> {
  const { rows } = await warehouse.table(sql`select fact_id from anomalies order by 1`);
  return {
    planted: TELECOM.anomalies,
    realised: { facts: rows.length },
    note: "an anomalous fact has latency, packet loss and jitter raised together",
    fact_ids: rows.map((row) => row[0]),
  };
}
