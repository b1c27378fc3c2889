import { z } from "zod";

export const PipelineParams = z.strictObject({
  run: z.int().min(1).optional().describe("number of the ingest to look at; default: the newest that brought rows"),
});
export type PipelineParams = z.infer<typeof PipelineParams>;
