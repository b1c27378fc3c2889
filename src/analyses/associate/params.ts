import { z } from "zod";
import { groupColumn, groupText, labShape } from "../../models/lab/lab-params.ts";

export const AssociateParams = z.strictObject({
  ...labShape,
  x: groupColumn.describe(`what the rows of the table are: ${groupText}`),
  y: groupColumn.describe("what its columns are, written likewise"),
  top: z
    .int()
    .min(2)
    .max(50)
    .default(12)
    .describe("values of each column kept apart, the most frequent; the rest are Other"),
  level: z.number().min(0.5).max(0.999).default(0.95).describe("level of intervals and tests, as a share"),
});
export type AssociateParams = z.infer<typeof AssociateParams>;
