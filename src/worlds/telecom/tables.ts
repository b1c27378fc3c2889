import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { pick } from "../bucket.ts";
import type { PartRows } from "../parts.ts";
import { drawsOf, type SeedWords, withBase, withWords } from "../randomness.ts";
import type { WorldRequest } from "../world.ts";
import { customerCount, DAYS_PER_YEAR, NETWORKS, SEGMENTS, TELECOM } from "./parameters.ts";

/** The time dimension: one row per day, with the planted factor of the day's usage. */
export function daysTable({ start, days }: WorldRequest): Sql {
  const { trendPerYear, yearly, weekday } = TELECOM.usage;
  const weights = joinSql(weekday.map((w) => sql`${w}::double`));
  return sql`
create table days as
with dated as (select range as day_no, ${start}::date + range::integer as d from range(${days}))
select day_no, strftime(d, '%Y%m%d')::integer as time_id, d,
  (1 + ${trendPerYear}::double * day_no / ${DAYS_PER_YEAR})
    * (1 + ${yearly}::double * sin(6.283185307179586::double * (dayofyear(d) - 1) / ${DAYS_PER_YEAR}::double))
    * list_extract([${weights}], isodow(d)) as usage_factor
from dated order by day_no`;
}

/** The time dimension's file. */
export const timeRows: PartRows = {
  columns: [
    { name: "TimeID", value: raw("time_id") },
    { name: "Date", value: raw("d") },
    { name: "Year", value: raw("year(d)") },
    { name: "Quarter", value: raw("quarter(d)") },
    { name: "Month", value: raw("month(d)") },
    { name: "Week", value: raw("weekofyear(d)") },
    { name: "Day", value: raw("day(d)") },
    { name: "DayOfWeek", value: raw("isodow(d)") },
    { name: "IsWeekend", value: raw("isodow(d) >= 6") },
  ],
  from: raw("days"),
};

const FACT_COLUMNS = [
  "FactID",
  "TimeID",
  "CustomerID",
  "NetworkType",
  "Latency",
  "Throughput",
  "CallDropRate",
  "PacketLoss",
  "Jitter",
  "DataUsage",
  "NumberOfCalls",
  "SessionDuration",
  "CustomerSatisfaction",
  "ARPU",
  "Revenue",
  "Downtime",
] as const;

/** The fact table's file: the columns of `facts` that a customer of the data may see. */
export const factRows: PartRows = {
  columns: FACT_COLUMNS.map((name) => ({ name, value: ident(name) })),
  from: raw("facts"),
};

/** Customers with their latent segment and monthly revenue. */
export function customersTable(events: number, seed: SeedWords): Sql {
  const ids = sql`select range as customer_no from range(${customerCount(events)})`;
  const drawn = withWords(
    withBase(ids, sql`customer_no`, { kind: 3, seed }),
    sql`base`,
    drawsOf("segment arpu arpu2", 1),
  );
  const of = (value: (s: (typeof SEGMENTS)[number]) => Sql): Sql => pick(sql`unit(w_segment)`, SEGMENTS, value);
  return sql`
create table customers as
select customer_no, (100001 + customer_no)::integer as customer_id, ${of((s) => sql`${s.name}`)} as segment,
  ${of((s) => sql`${s.calls}`)} as mean_calls, ${of((s) => sql`${s.sessionMinutes}`)} as mean_minutes,
  ${of((s) => sql`${s.logUsage}::double`)} as log_usage,
  cast(greatest(3, ${of((s) => sql`${s.arpu}`)} * (1 + 0.09::double * normal(w_arpu, w_arpu2))) as decimal(18, 2)) as arpu
from (${drawn}) order by customer_no;`;
}

const FACT_WORDS =
  "customer network latency latency2 anomaly anomaly_size loss loss2 jitter jitter2 drop drop2 speed speed2 " +
  "usage usage2 calls calls2 minutes minutes2 downtime downtime_size mood mood2 revenue";

/** Replaces `facts` by rows `from` to `to - 1` in file order; rows are spread evenly over the days. */
export function factsTable(
  { events, days }: WorldRequest,
  seed: SeedWords,
  { from, to }: { from: number; to: number },
): Sql {
  const rows = sql`
select n + ${from} as fact_no, ((n + ${from}) * ${days}) // ${events} as day_no from numbers where n < ${to - from}`;
  const drawn = withWords(withBase(rows, sql`fact_no`, { kind: 4, seed }), sql`base`, drawsOf(FACT_WORDS, 1));
  const { latencyMs, satisfaction: sat, usage, anomalies: odd, downtime: down, revenue: rev } = TELECOM;
  const between = ([lo, hi]: readonly [number, number]): Sql =>
    sql`case when anomaly then ${lo} + ${hi - lo} * unit(w_anomaly_size) else 0 end`;
  const network = (value: (n: (typeof NETWORKS)[number]) => Sql): Sql => pick(sql`unit(w_network)`, NETWORKS, value);
  return sql`
create or replace temp table facts as
with drawn as (
  select *, unit(w_anomaly) < ${odd.share} as anomaly, below(w_customer, ${customerCount(events)}) as customer_no,
    ${network((n) => sql`${n.name}`)} as network, ${network((n) => sql`${n.latencyMs}`)} as network_ms,
    ${network((n) => sql`${n.throughputMbps}`)} as network_mbps,
    cast(case when unit(w_downtime) < ${1 - down.longShare} then ${down.shortMaxMinutes} * unit(w_downtime_size)
      else least(${down.maxMinutes}, ${down.shortMaxMinutes} - ${down.longMeanMinutes} * ln(unit(w_downtime_size))) end
      as decimal(10, 1)) as downtime
  from (${drawn})
), linked as (
  select drawn.*, time_id, usage_factor, customer_id, mean_calls, mean_minutes, log_usage, arpu
  from drawn join days using (day_no) join customers using (customer_no)
), measured as (
  select *, cast(greatest(${latencyMs.min}, ${latencyMs.mean} + network_ms + ${latencyMs.sd} * normal(w_latency, w_latency2)
      + ${between(odd.latencyMs)}) as decimal(10, 2)) as latency,
    cast(0.8 * exp(0.5 * normal(w_loss, w_loss2)) + ${between(odd.packetLossPercent)} as decimal(10, 3)) as packet_loss,
    cast(6 * exp(0.35 * normal(w_jitter, w_jitter2)) + ${between(odd.jitterMs)} as decimal(10, 2)) as jitter
  from linked
)
select fact_no, day_no, anomaly, (fact_no + 1) as "FactID", time_id as "TimeID", customer_id as "CustomerID",
  network as "NetworkType", latency as "Latency",
  cast(network_mbps * exp(0.35 * normal(w_speed, w_speed2)) * power(50 / latency::double, 0.3) as decimal(10, 2)) as "Throughput",
  cast(least(100, 0.6 * exp(0.5 * normal(w_drop, w_drop2)) + 0.25 * packet_loss::double) as decimal(10, 3)) as "CallDropRate",
  packet_loss as "PacketLoss", jitter as "Jitter",
  cast(exp(${usage.logMean} + log_usage + ${usage.logSd} * normal(w_usage, w_usage2)) * usage_factor as decimal(10, 3)) as "DataUsage",
  greatest(0, round(mean_calls + sqrt(mean_calls) * normal(w_calls, w_calls2)))::integer as "NumberOfCalls",
  cast(greatest(0.5, mean_minutes * (1 + 0.15 * normal(w_minutes, w_minutes2))) as decimal(10, 1)) as "SessionDuration",
  cast(greatest(${sat.least}, least(${sat.most}, ${sat.mean} + ${sat.perLatencyMs} * (latency::double - ${latencyMs.mean})
    + ${sat.perDowntimeMinute} * downtime::double + ${sat.noiseSd} * normal(w_mood, w_mood2))) as decimal(10, 1)) as "CustomerSatisfaction",
  arpu as "ARPU",
  cast(arpu::double * ${rev.perArpu} * (0.85 + 0.3 * unit(w_revenue))
    * (1 - least(${rev.maxLoss}, ${rev.lossPerDowntimeMinute} * downtime::double)) as decimal(18, 2)) as "Revenue",
  downtime as "Downtime"
from measured order by fact_no`;
}
