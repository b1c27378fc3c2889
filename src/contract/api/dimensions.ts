import { z } from "zod";
import { DimensionFilter } from "../selection.ts";
import { route } from "./route.ts";

export const DimensionValues = z.strictObject({
  values: z.array(z.strictObject({ value: z.string().nullable(), rows: z.number() })).describe("most frequent first"),
  more: z.boolean().describe("there are more than these"),
});
export type DimensionValues = z.infer<typeof DimensionValues>;

export const dimensionValues = route({
  method: "GET",
  url: "/api/dimensions/:id/values",
  tag: "project",
  summary: "Values of a dimension, as other filters leave them",
  path: z.strictObject({ id: z.string() }),
  query: z.strictObject({
    search: z.string().default("").describe("text that the value contains, case ignored"),
    limit: z.int().min(1).max(1000).default(50),
    where: z.array(DimensionFilter).default([]).describe("filters on other dimensions; all must hold"),
    from: z.iso.date().optional().describe("first day, in the project's zone"),
    to: z.iso.date().optional().describe("day after the last one"),
  }),
  answer: DimensionValues,
});
