import { z } from "zod";
import { selectionShape } from "../../contract/selection.ts";

/** Parts of the analysis, in the order in which they are told. */
export const SECTIONS = [
  "volume",
  "activity",
  "months",
  "mix",
  "values",
  "top",
  "users",
  "sessions",
  "geography",
  "technology",
  "clocks",
  "missing",
] as const;
export type SectionName = (typeof SECTIONS)[number];

export const ExploreParams = z.strictObject({
  ...selectionShape,
  on: z
    .string()
    .optional()
    .describe("a table source to look at; default: the events, or the first table with a time where there are none"),
  sections: z
    .array(z.enum(SECTIONS))
    .min(1)
    .optional()
    .describe(`parts to compute, of ${SECTIONS.join(", ")}; default: all that the columns allow`),
  top: z.int().min(1).max(1000).default(10).describe("values shown apart, the most frequent; the rest are Other"),
});
export type ExploreParams = z.infer<typeof ExploreParams>;
