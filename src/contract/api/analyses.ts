import { z } from "zod";
import { Envelope } from "../envelope.ts";
import { route } from "./route.ts";

/** An analysis as forms and menus need it. */
export const AnalysisInfo = z.strictObject({
  id: z.string(),
  version: z.int(),
  title: z.string(),
  question: z.string(),
  params: z
    .record(z.string(), z.unknown())
    .describe(
      "JSON Schema of its parameters, in order. The names metric, metrics, by, where, segment, from, to and grain mean the same in every analysis",
    ),
});
export type AnalysisInfo = z.infer<typeof AnalysisInfo>;

export const listAnalyses = route({
  method: "GET",
  url: "/api/analyses",
  tag: "analyses",
  summary: "Every analysis with the JSON Schema of its parameters",
  answer: z.array(AnalysisInfo),
});

export const getAnalysis = route({
  method: "GET",
  url: "/api/analyses/:id",
  tag: "analyses",
  summary: "One analysis with its method card",
  path: z.strictObject({ id: z.string() }),
  answer: z.strictObject({
    ...AnalysisInfo.shape,
    card: z.string().nullable().describe("the method card, Markdown; null when it is not installed"),
  }),
});

export const runAnalysis = route({
  method: "GET",
  url: "/api/analyses/:id/run",
  tag: "analyses",
  summary: "Answers the question; the ETag is the id of the result and the outcome of the last check of its data",
  path: z.strictObject({ id: z.string() }),
  query: z.strictObject({
    params: z.record(z.string(), z.unknown()).default({}).describe("parameters of the analysis"),
    asOf: z.string().optional().describe("data from this instant on are not used; a date means its end"),
    seed: z.int().default(0),
    fresh: z.boolean().default(false).describe("compute it even when the answer is known"),
  }),
  answer: Envelope,
});
