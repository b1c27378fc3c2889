import { z } from "zod";
import { LEVELS } from "../../models/geo/geo-plan.ts";
import { MASK_UNITS } from "../../models/geo/masked-recovery.ts";

export const GeoParams = z.strictObject({
  level: z.enum(LEVELS).default("city").describe("what is masked and recovered: city or region"),
  unit: z
    .enum(MASK_UNITS)
    .default("event")
    .describe("what is masked together: single events, or all of a session or user, which is harder"),
  percent: z.int().min(1).max(50).default(5).describe("per cent of the units that are masked"),
  sample: z.int().min(0).default(0).describe("seed of the sample: another number masks other units"),
});
export type GeoParams = z.infer<typeof GeoParams>;
