import { z } from "zod";
import { Outcome } from "../quality.ts";
import { route } from "./route.ts";

const named = { id: z.string(), label: z.string().nullable() };

const SourceInfo = z.strictObject({
  id: z.string(),
  kind: z.enum(["events", "table"]),
  files: z.int(),
  rows: z.number().describe("rows in the lake: kept, without duplicates and quarantine"),
  duplicates: z.number(),
  quarantined: z.number(),
  bytes: z.number().describe("of its Parquet parts"),
  first: z.string().nullable().describe("instant of the oldest row; null without rows or without a time column"),
  last: z.string().nullable().describe("instant of the newest row"),
  lastLoad: z.string().nullable().describe("when its last file was committed"),
});

const MetricInfo = z.strictObject({
  ...named,
  description: z.string().nullable(),
  owner: z.string().nullable(),
  kind: z.enum(["count", "distinct", "sum", "mean", "quantile", "ratio"]),
  unit: z.string().nullable(),
  good: z.enum(["up", "down", "neutral"]),
  goal: z.number().nullable(),
  minVolume: z.number().nullable(),
  entity: z.enum(["event", "session", "user", "item", "order"]).nullable().describe("null for ratios"),
  on: z.string().nullable().describe("the table source it is computed on; null: the events"),
  additive: z.boolean().describe("its values may be added over days and over values of a dimension"),
  parts: z.strictObject({ numerator: z.string(), denominator: z.string() }).nullable().describe("of a ratio"),
  dimensions: z.array(z.string()).describe("ids of the dimensions it can be split and filtered by"),
  definition: z.string().describe("how it is computed, in words"),
});

const DimensionInfo = z.strictObject({
  ...named,
  on: z.string().nullable().describe("the source it belongs to; null: the events"),
  column: z.string().describe("source column its values come from"),
  computed: z.boolean().describe("values come from rules or have a default"),
  parent: z.string().nullable(),
});

const SegmentInfo = z.strictObject({
  ...named,
  description: z.string().nullable(),
  rule: z.record(z.string(), z.unknown()).describe("as declared"),
});

const FunnelInfo = z.strictObject({ ...named, steps: z.array(z.string()) });

const Models = z.strictObject({
  dataVersion: z.string().nullable().describe("version of the lake they hold; null before the first build"),
  stale: z.string().nullable().describe("why they should be built again, as a sentence; null when they need not"),
});

const Quality = z.strictObject({
  outcome: Outcome.nullable().describe("of the last complete check; null when there was none"),
  at: z.string().nullable(),
  current: z.boolean().describe("the check saw the data as they are now"),
  failed: z.int(),
  warned: z.int(),
});

/** Everything a page needs to know about the project before it asks for numbers. */
export const ProjectInfo = z.strictObject({
  name: z.string(),
  folder: z.string(),
  timezone: z.string(),
  weekStart: z.enum(["monday", "sunday"]),
  codeVersion: z.string(),
  sample: z
    .strictObject({ share: z.string(), seed: z.int(), note: z.string() })
    .nullable()
    .describe("the part of the users that the models hold; null: all"),
  sources: z.array(SourceInfo),
  metrics: z.array(MetricInfo),
  dimensions: z.array(DimensionInfo),
  segments: z.array(SegmentInfo),
  funnels: z.array(FunnelInfo),
  data: z.strictObject({
    version: z.string().describe("of the lake as it is now"),
    first: z.string().nullable().describe("instant of the oldest row of any source"),
    last: z.string().nullable(),
    lastLoad: z.string().nullable(),
  }),
  models: Models,
  quality: Quality,
});
export type ProjectInfo = z.infer<typeof ProjectInfo>;

export const getProject = route({
  method: "GET",
  url: "/api/project",
  tag: "project",
  summary: "The project: definitions, sources and how fresh they are, versions of data and models, last check",
  answer: ProjectInfo,
});
