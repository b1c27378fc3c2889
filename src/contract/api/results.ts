import { z } from "zod";
import { ChartSpec } from "../chart-spec.ts";
import { Envelope } from "../envelope.ts";
import { route } from "./route.ts";

const path = z.strictObject({ id: z.string().describe("id of a result, or its beginning") });

/** A kept result without its content. */
export const ResultInfo = z.strictObject({
  id: z.string(),
  analysis: z.string(),
  params: z.record(z.string(), z.unknown()),
  status: z.enum(["ok", "undetermined", "failed"]),
  createdAt: z.string(),
  dataVersion: z.string(),
  finding: z.string().nullable().describe("its first sentence"),
});
export type ResultInfo = z.infer<typeof ResultInfo>;

export const listResults = route({
  method: "GET",
  url: "/api/results",
  tag: "results",
  summary: "The newest kept results",
  query: z.strictObject({
    analysis: z.string().optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  answer: z.array(ResultInfo),
});

export const getResult = route({
  method: "GET",
  url: "/api/results/:id",
  tag: "results",
  summary: "One kept result",
  path,
  answer: Envelope,
});

/** What became of a result when it was made again from its receipt. */
export const WhyAnswer = z.strictObject({
  reproduced: z.boolean(),
  createdAt: z.string(),
  same: z
    .strictObject({ result: z.boolean(), charts: z.boolean(), findings: z.boolean() })
    .nullable()
    .describe("whether each part has the same bytes; null when it could not be made again"),
  failure: z.string().nullable().describe("why it could not be made again"),
  changes: z.strictObject({
    data: z
      .array(
        z.strictObject({
          partition: z.string(),
          change: z.enum(["added", "removed", "changed"]),
          rowsBefore: z.number(),
          rowsNow: z.number(),
        }),
      )
      .nullable()
      .describe("partitions of the lake that differ; null when they were not written down"),
    dataVersion: z.string(),
    runs: z.boolean().describe("an ingest or a build was recorded since, for an analysis of the project itself"),
    code: z.string().nullable().describe("the program's version now, when it is another one"),
    definitions: z.array(z.string()).describe("definitions that differ, as paths into the project file"),
  }),
  notes: z.array(z.string()),
  commands: z.array(z.string()).describe("command lines that make it again"),
});
export type WhyAnswer = z.infer<typeof WhyAnswer>;

export const whyResult = route({
  method: "GET",
  url: "/api/results/:id/why",
  tag: "results",
  summary: "Makes a kept result again and says what is the same and what has changed since",
  path,
  answer: WhyAnswer,
});

export const ExportFormat = z.enum(["csv", "jsonl", "md", "html", "svg", "png", "json"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const exportResult = route({
  method: "GET",
  url: "/api/results/:id/export",
  tag: "results",
  summary:
    "A kept result, or one of its charts, as a file; of a sample its name and the header `tidemark-sample` say so",
  path,
  query: z.strictObject({
    format: ExportFormat,
    chart: z.int().min(0).optional().describe("position of the chart; default: the result's table, or all charts"),
    theme: z.enum(["light", "dark"]).default("light").describe("of svg, png and html"),
  }),
  answer: z.unknown(),
  media: [
    "text/csv",
    "application/x-ndjson",
    "text/markdown",
    "text/html",
    "image/svg+xml",
    "image/png",
    "application/json",
  ],
});

export const PictureFormat = z.enum(["svg", "png"]);
export type PictureFormat = z.infer<typeof PictureFormat>;

export const drawChart = route({
  method: "POST",
  url: "/api/charts/picture",
  tag: "results",
  summary: "A chart that belongs to no kept result, as a picture",
  body: z.strictObject({
    chart: ChartSpec,
    format: PictureFormat,
    theme: z.enum(["light", "dark"]).default("light"),
  }),
  answer: z.unknown(),
  media: ["image/svg+xml", "image/png"],
});
