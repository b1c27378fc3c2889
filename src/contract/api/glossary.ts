import { z } from "zod";
import { route } from "./route.ts";

/** One thing that has a name, explained. */
export const GlossaryEntry = z.strictObject({
  kind: z.enum(["metric", "dimension", "segment", "funnel", "source", "analysis", "relation", "word"]),
  id: z.string(),
  title: z.string(),
  text: z.string().describe("what it means: description and definition, as sentences"),
  unit: z.string().nullable(),
});
export type GlossaryEntry = z.infer<typeof GlossaryEntry>;

export const getGlossary = route({
  method: "GET",
  url: "/api/glossary",
  tag: "project",
  summary: "Every metric, dimension, segment, funnel, source, analysis, relation and word, explained",
  answer: z.array(GlossaryEntry),
});
