import { z } from "zod";
import { FunnelSteps, funnelRules } from "../../contract/project/funnel.ts";
import { selectionShape, versusShape } from "../../contract/selection.ts";
import { PRESET_NAMES } from "../../models/funnel/presets.ts";

export const FunnelParams = z
  .strictObject({
    steps: FunnelSteps.optional().describe(
      "event names in order, or JSON: {event, where, value, optional, anchored, within, label}; default: the declared funnel",
    ),
    funnel: z
      .string()
      .optional()
      .describe("id of a declared funnel, whose steps and rules are taken; default: the first one"),
    ...funnelRules,
    ...selectionShape,
    ...versusShape,
    by: z.array(z.string()).max(1).default([]).describe("declared dimension to split attempts by"),
    attribution: z
      .string()
      .regex(/^(?:first|last|all|[1-9]\d?)$/, "attribution is first, last, all or the number of a step")
      .optional()
      .describe(
        "whose value of `by` an attempt has: of its first step, its last, all steps (the same value in each) or a step's number; default first",
      ),
    top: z
      .int()
      .min(1)
      .max(1000)
      .default(8)
      .describe("with `by`: values shown apart, those with the most entries; the rest are Other"),
    open: z
      .enum(["exclude", "include"])
      .optional()
      .describe(
        "attempts whose window is still open at the end of the data: left out of rates, or counted; default exclude",
      ),
    grain: z
      .enum(["day", "week", "month", "quarter", "year"])
      .default("day")
      .describe("periods of the trend by entry: day, week, month, quarter or year"),
    as: z
      .enum(PRESET_NAMES)
      .optional()
      .describe("take the default rules that this product documents, and say what differs"),
    list: z
      .enum(["none", "converted", "dropped"])
      .default("none")
      .describe(
        "list users: those who reached `list_step`, or those who had reached the step before it and not this one",
      ),
    list_step: z.int().min(1).max(20).optional().describe("number of the step for `list`; default: the last"),
    list_limit: z.int().min(1).max(10_000).default(100).describe("most users to list"),
    drivers: z.boolean().default(false).describe("look for events and properties associated with conversion"),
  })
  .refine(({ steps, funnel }) => steps === undefined || funnel === undefined, {
    error: "name a declared funnel or give steps, not both",
    path: ["steps"],
  });
export type FunnelParams = z.infer<typeof FunnelParams>;
