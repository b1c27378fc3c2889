import { z } from "zod";

const common = {
  on: z.string().describe("source whose model is checked"),
  severity: z.enum(["error", "warn"]).default("error"),
  description: z.string().optional(),
  owner: z.string().optional(),
};

const Check = z.discriminatedUnion("check", [
  z.strictObject({ check: z.literal("not_null"), column: z.string(), ...common }),
  z.strictObject({ check: z.literal("unique"), columns: z.array(z.string()).min(1), ...common }),
  z.strictObject({ check: z.literal("accepted"), column: z.string(), values: z.array(z.string()).min(1), ...common }),
  z.strictObject({
    check: z.literal("range"),
    column: z.string(),
    min: z.number().optional(),
    max: z.number().optional(),
    ...common,
  }),
  z.strictObject({ check: z.literal("regex"), column: z.string(), pattern: z.string(), ...common }),
  z.strictObject({
    check: z.literal("foreign_key"),
    column: z.string(),
    to: z.strictObject({ source: z.string(), column: z.string() }),
    ...common,
  }),
  z.strictObject({
    check: z.literal("freshness"),
    max_age_hours: z.number().positive().describe("age of the newest row at the as-of instant"),
    ...common,
  }),
  z.strictObject({
    check: z.literal("row_count_change"),
    max_change: z.number().positive().describe("largest accepted relative change against the previous check, 0.5 = 50 %"),
    ...common,
  }),
  z.strictObject({ check: z.literal("reconciliation"), ...common }),
]);
export type Check = z.infer<typeof Check>;

/** Declared contracts, by id; the event-log pack runs without being declared. */
export const Checks = z.record(z.string(), Check);
