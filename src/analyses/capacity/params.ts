import { z } from "zod";
import { futureShape } from "../metric-future.ts";

export const CapacityParams = z.strictObject({
  ...futureShape,
  limit: z
    .number()
    .optional()
    .describe("value not to be crossed: the probability of crossing it is given for each step"),
  side: z
    .enum(["above", "below"])
    .default("above")
    .describe("above: the limit is crossed by more than it; below: by less"),
  risk: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe("probability at which the limit counts as crossed, such as 0.1 to be early"),
  window: z.int().min(1).max(1000).default(1).describe("steps of the quiet windows looked for, as for maintenance"),
  list: z.int().min(0).max(100).default(5).describe("how many quiet windows to list, the quietest first; 0 for none"),
});
export type CapacityParams = z.infer<typeof CapacityParams>;
