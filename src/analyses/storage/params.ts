import { z } from "zod";

export const StorageParams = z.strictObject({
  sample_rows: z
    .int()
    .min(100)
    .max(1_000_000)
    .default(50_000)
    .describe("rows of the largest source that are written in every format to see what they take"),
});
export type StorageParams = z.infer<typeof StorageParams>;
