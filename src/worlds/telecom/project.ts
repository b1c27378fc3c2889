import type { WorldRequest } from "../world.ts";

const money = "decimal(18,2)";
const on = { on: "facts" } as const;

const FACT_COLUMNS = {
  FactID: "integer",
  TimeID: "integer",
  CustomerID: "integer",
  NetworkType: "text",
  Latency: "number",
  Throughput: "number",
  CallDropRate: "number",
  PacketLoss: "number",
  Jitter: "number",
  DataUsage: "decimal(18,3)",
  NumberOfCalls: "integer",
  SessionDuration: "number",
  CustomerSatisfaction: "number",
  ARPU: money,
  Revenue: money,
  Downtime: "number",
};

const TIME_COLUMNS = {
  TimeID: "integer",
  Date: "date",
  Year: "integer",
  Quarter: "integer",
  Month: "integer",
  Week: "integer",
  Day: "integer",
  DayOfWeek: "integer",
  IsWeekend: "boolean",
};

const METRICS = {
  facts: { kind: "count", ...on, unit: "facts", good: "neutral", label: "Facts" },
  customers: { kind: "distinct", of: "CustomerID", ...on, unit: "customers", good: "up", label: "Customers" },
  latency: { kind: "mean", of: "Latency", ...on, unit: "ms", good: "down", label: "Mean latency" },
  latency_p95: {
    kind: "quantile",
    of: "Latency",
    q: 0.95,
    ...on,
    unit: "ms",
    good: "down",
    label: "95th percentile of latency",
  },
  throughput: { kind: "mean", of: "Throughput", ...on, unit: "Mbps", good: "up", label: "Mean throughput" },
  call_drop_rate: {
    kind: "mean",
    of: "CallDropRate",
    ...on,
    unit: "%",
    good: "down",
    label: "Mean call drop rate",
  },
  data_usage: { kind: "sum", of: "DataUsage", ...on, unit: "GB", good: "up", label: "Data usage" },
  satisfaction: {
    kind: "mean",
    of: "CustomerSatisfaction",
    ...on,
    unit: "points",
    good: "up",
    label: "Mean satisfaction",
  },
  revenue: { kind: "sum", of: "Revenue", ...on, unit: "USD", good: "up", label: "Revenue" },
  downtime: { kind: "sum", of: "Downtime", ...on, unit: "min", good: "down", label: "Downtime" },
  revenue_per_customer: {
    kind: "ratio",
    numerator: "revenue",
    denominator: "customers",
    unit: "USD",
    good: "up",
    label: "Revenue per customer",
  },
};

/** The `tidemark.yml` of a telecom world. */
export function telecomProject({ format, seed, files }: WorldRequest): Record<string, unknown> {
  return {
    project: { name: `Telecom world, seed ${seed}`, timezone: "UTC" },
    sources: {
      facts: {
        path: files === 1 ? `facts.${format}` : `facts-*.${format}`,
        format,
        table: { key: "FactID", time: "Date", entity: "CustomerID", joins: { time: { on: "TimeID" } } },
        columns: FACT_COLUMNS,
      },
      time: {
        path: `time.${format}`,
        format,
        table: { key: "TimeID", time: "Date" },
        columns: TIME_COLUMNS,
      },
    },
    dimensions: {
      network: { column: "NetworkType", ...on, label: "Network" },
      weekend: { column: "IsWeekend", ...on, label: "Weekend" },
    },
    metrics: METRICS,
  };
}
