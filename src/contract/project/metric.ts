import { z } from "zod";
import { Condition } from "../condition.ts";
import { ExpressionText } from "./column.ts";
import { Occurrence, oneOrMore } from "./occurrence.ts";

const described = {
  label: z.string().optional(),
  description: z.string().optional(),
  owner: z.string().optional(),
  unit: z.string().optional().describe("what the number counts: users, EUR, ms, share"),
  good: z.enum(["up", "down", "neutral"]).default("neutral").describe("the direction that is good news"),
  min_volume: z.int().min(0).optional().describe("below this many rows the metric is undetermined"),
  goal: z.number().optional().describe("the value to reach in one period, for comparisons with a goal"),
};

const scoped = {
  on: z.string().optional().describe("source the metric is computed on; default: the events"),
  entity: z
    .enum(["event", "session", "user", "item", "order"])
    .default("event")
    .describe("what one row of the metric is; of users, items and orders: one row per period with an event"),
  filter: Condition.optional(),
  did: oneOrMore(Occurrence).optional().describe("of sessions, users, items, orders: those that have such events"),
  did_not: oneOrMore(Occurrence)
    .optional()
    .describe("of sessions, users, items, orders: those that have no such events"),
};

/** A named number. A ratio keeps its two parts everywhere; a distinct count is never summed over time. */
export const Metric = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("count"), ...scoped, ...described }),
  z.strictObject({ kind: z.literal("distinct"), of: ExpressionText.optional(), ...scoped, ...described }),
  z.strictObject({ kind: z.literal("sum"), of: ExpressionText, ...scoped, ...described }),
  z.strictObject({ kind: z.literal("mean"), of: ExpressionText, ...scoped, ...described }),
  z.strictObject({
    kind: z.literal("quantile"),
    of: ExpressionText,
    q: z.number().gt(0).lt(1).describe("0.5 is the median; Hyndman-Fan type 7"),
    ...scoped,
    ...described,
  }),
  z.strictObject({
    kind: z.literal("ratio"),
    numerator: z.string().describe("id of a metric"),
    denominator: z.string().describe("id of a metric"),
    ...described,
  }),
]);
export type Metric = z.infer<typeof Metric>;
