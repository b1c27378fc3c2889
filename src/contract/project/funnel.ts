import { z } from "zod";
import { Bound, Condition } from "../condition.ts";
import { EventNames, oneOrMore } from "./occurrence.ts";

/** Arithmetic over an event's columns, compared with numbers; false where it has no value. */
const Arithmetic = z
  .strictObject({
    expr: z.string().describe("arithmetic over columns, such as quantity * unit_price"),
    eq: Bound.optional(),
    ne: Bound.optional(),
    gt: Bound.optional(),
    gte: Bound.optional(),
    lt: Bound.optional(),
    lte: Bound.optional(),
  })
  .refine(({ expr: _, ...comparisons }) => Object.keys(comparisons).length > 0, {
    error: "compare it with something: eq, ne, gt, gte, lt or lte",
  });
export type Arithmetic = z.infer<typeof Arithmetic>;

const test = {
  event: EventNames.describe("event name, or several of which one is enough"),
  where: Condition.optional().describe("what the event's columns must satisfy"),
  value: oneOrMore(Arithmetic).optional().describe("arithmetic conditions: {expr: quantity * price, gte: 100}"),
};

const WINDOW = /^(?:none|[1-9]\d*(?:s|m|h|d|w|mo| ?sessions?))$/;

/** How long an attempt may take: `90s`, `30m`, `12h`, `7d`, `2w`, `1mo` (30 days), `1 session`, or `none`. */
export const FunnelWindow = z
  .string()
  .regex(WINDOW, "a window is a number and s, m, h, d, w, mo or sessions, such as 30m, 7d or 1 session, or none");

const StepObject = z.strictObject({
  ...test,
  label: z.string().optional().describe("what charts call the step; default: its event"),
  optional: z.boolean().default(false).describe("users may leave this step out; not the first or the last"),
  anchored: z.boolean().default(false).describe("with order `any`: the step keeps its place"),
  within: FunnelWindow.optional().describe("longest time since the last step that is not optional"),
});

/** A step: an event's name, or an event with conditions. */
export const FunnelStep = z.union([z.string().min(1), StepObject]);
export type FunnelStep = z.infer<typeof FunnelStep>;

const ExclusionObject = z.strictObject({
  ...test,
  after: z.int().min(1).default(1).describe("number of the step after which the event ends an attempt"),
  before: z.int().min(2).optional().describe("number of the step before which it does so; default: the last"),
  exclusion: z.enum(["drop", "remove"]).optional(),
});

/** An event that must not happen on the way: its name, or with conditions and the steps between which it counts. */
export const FunnelExclusion = z.union([z.string().min(1), ExclusionObject]);
export type FunnelExclusion = z.infer<typeof FunnelExclusion>;

/** How steps become attempts. What is left out takes the default of docs/semantics.md, or of a preset. */
export const funnelRules = {
  window: FunnelWindow.optional().describe(
    "longest time from entry to the last step: 90s, 30m, 12h, 7d, 2w, 1mo (30 days), `1 session` or none; default 7d",
  ),
  order: z
    .enum(["ordered", "strict", "any"])
    .optional()
    .describe(
      "ordered: each step after the one before; strict: nothing in between; any: in any order; default ordered",
    ),
  count: z
    .enum(["users", "sessions", "totals"])
    .optional()
    .describe("what is counted: users, sessions (all steps in one session) or attempts; default users"),
  entry: z
    .enum(["first", "best"])
    .optional()
    .describe("of users and sessions: the first attempt, or the one that came furthest; default first"),
  ties: z
    .string()
    .regex(/^(?:order|strict|grace:[1-9]\d*s)$/, "ties are order, strict or grace:<n>s")
    .optional()
    .describe(
      "steps at the same instant: order (as they stand in the source), strict (they do not follow each other) or grace:2s (either order within 2 s); default order",
    ),
  exclude: z.array(FunnelExclusion).optional().describe("events that must not happen on the way"),
  exclusion: z
    .enum(["drop", "remove"])
    .optional()
    .describe("what an excluded event does: drop ends the attempt there, remove takes the user out; default drop"),
  hold: z
    .array(z.string())
    .max(5)
    .optional()
    .describe("columns whose value must be the same in all steps; a user then counts once for each value"),
};

const FunnelRules = z.strictObject(funnelRules);
export type FunnelRules = z.infer<typeof FunnelRules>;

export const FunnelSteps = z.array(FunnelStep).min(2).max(20);

/** A funnel as the project declares it. */
export const Funnel = z.strictObject({
  steps: FunnelSteps.describe("the steps in order: event names, or {event, where, value, optional, within, label}"),
  ...funnelRules,
  label: z.string().optional(),
  description: z.string().optional(),
});
export type Funnel = z.infer<typeof Funnel>;

/** The events that a step accepts. */
export function stepEvents(step: FunnelStep): readonly string[] {
  if (typeof step === "string") return [step];
  return typeof step.event === "string" ? [step.event] : step.event;
}

/** What a step is called. */
export function stepLabel(step: FunnelStep): string {
  if (typeof step === "string") return step;
  return step.label ?? stepEvents(step).join(" or ");
}
