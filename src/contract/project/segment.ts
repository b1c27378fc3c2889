import { z } from "zod";
import { Condition } from "../condition.ts";
import { occurrence, oneOrMore, Step, TIMES_DISAGREE, timesAgree } from "./occurrence.ts";

/** Length of time in minutes, hours, days or weeks: `30m`, `12h`, `7d`, `2w`. */
export const Duration = z
  .string()
  .regex(/^[1-9]\d*[mhdw]$/, "a duration is a number and m, h, d or w, such as 30m, 12h, 7d or 2w");

const UNIT_MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10_080 };

/** Minutes of a valid `Duration`. */
export function durationMinutes(duration: string): number {
  return Number(duration.slice(0, -1)) * (UNIT_MINUTES[duration.slice(-1)] ?? Number.NaN);
}

/** When something happened: the time before the as-of date, or calendar days of the project. */
const when = {
  within: Duration.optional().describe("the time before the as-of date, such as 30d"),
  from: z.iso.date().optional().describe("first day"),
  to: z.iso.date().optional().describe("day after the last one"),
};

const inOrder = ({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }): boolean =>
  from === undefined || to === undefined || from < to;
const OUT_OF_ORDER = "`from` must be before `to`, which is the day after the last one";

const Did = z
  .strictObject({ ...occurrence, ...when })
  .refine(timesAgree, { error: TIMES_DISAGREE })
  .refine(inOrder, { error: OUT_OF_ORDER });
export type Did = z.infer<typeof Did>;

const Sequence = z.strictObject({
  first: Step,
  then: Step,
  within: Duration.optional().describe("longest time between the two; default: any"),
  completed: z
    .boolean()
    .default(true)
    .describe("true: users who went on; false: users who did the first step and dropped off"),
});
export type Sequence = z.infer<typeof Sequence>;

const FunnelOutcome = z.strictObject({
  funnel: z.string().describe("id of a declared funnel"),
  step: z.int().min(1).max(20).optional().describe("number of the step; default: the last"),
  outcome: z
    .enum(["converted", "dropped"])
    .describe("converted: reached the step; dropped: reached the step before, not this one, and its window is over"),
});
export type FunnelOutcome = z.infer<typeof FunnelOutcome>;

const Seen = z
  .strictObject(when)
  .refine((range) => Object.keys(range).length > 0, {
    error: "say when: within, from or to",
  })
  .refine(inOrder, { error: OUT_OF_ORDER });
export type Seen = z.infer<typeof Seen>;

/**
 * Who and what belongs to a segment. Every key that is present must hold. `where` looks at the row (of a session: its
 * first event); the others look at what the row's user did. Rows without a user satisfy no condition about users.
 */
const SegmentRule = z.strictObject({
  where: Condition.optional().describe("what the row's columns and dimensions must satisfy"),
  did: oneOrMore(Did).optional().describe("the user did an event"),
  did_not: oneOrMore(Did).optional().describe("the user did not do so"),
  sequence: oneOrMore(Sequence).optional().describe("the user did one event and then, or did not then, another"),
  funnel: oneOrMore(FunnelOutcome).optional().describe("how far the user came in a declared funnel"),
  first_seen: Seen.optional().describe("when the user's first event was"),
  last_seen: Seen.optional().describe("when the user's last event was"),
  user: Condition.optional().describe("columns of dim_users, such as sessions: {gte: 3}"),
  segment: z.string().optional().describe("id of another segment that must hold as well"),
  get all() {
    return z.array(SegmentRule).min(1).optional().describe("all of these must hold");
  },
  get any() {
    return z.array(SegmentRule).min(1).optional().describe("at least one of these must hold");
  },
  get not() {
    return SegmentRule.optional().describe("this must not hold");
  },
});
export type SegmentRule = z.infer<typeof SegmentRule>;

/** A named filter, usable wherever numbers are asked for; evaluated as of the end of the days asked for. */
export const Segment = z
  .strictObject({
    label: z.string().optional(),
    description: z.string().optional(),
    ...SegmentRule.shape,
  })
  .refine(({ label: _, description: __, ...rule }) => Object.keys(rule).length > 0, {
    error:
      "a segment needs a condition: where, did, did_not, sequence, funnel, first_seen, last_seen, user, all, any or not",
  });
export type Segment = z.infer<typeof Segment>;
