import { z } from "zod";
import { Condition } from "../../contract/condition.ts";
import { parseFilter } from "../../contract/filter-text.ts";
import { EventNames } from "../../contract/project/occurrence.ts";
import { DimensionFilter, selectionShape, versusShape } from "../../contract/selection.ts";
import { isDayOrHour } from "../../core/periods.ts";
import { PRESET_NAMES } from "../../models/funnel/presets.ts";
import { AVERAGES } from "../../models/retention/presets.ts";
import { CLOCKS, COHORTS, CRITERIA } from "../../models/retention/retention-request.ts";

const RetentionEvent = z.union([
  z.string().min(1),
  z.strictObject({
    event: EventNames.optional().describe("event name, or several of which one is enough; default: any"),
    where: Condition.optional().describe("what the event's columns must satisfy"),
    label: z.string().optional().describe("what charts call it"),
  }),
]);
export type RetentionEvent = z.infer<typeof RetentionEvent>;

const CohortDay = z
  .string()
  .refine(isDayOrHour, "write a day that there is as 2024-05-01, an hour of it as 2024-05-01 13:00");

const BRACKET = /^[1-9]\d*(?:-[1-9]\d*)?$/;

function isFilter(text: string): boolean {
  try {
    return DimensionFilter.safeParse(parseFilter(text)).success;
  } catch {
    return false;
  }
}

export const RetentionParams = z.strictObject({
  start: RetentionEvent.optional().describe(
    "event that begins the following of a user: its name, or JSON {event, where, label}; default: any event",
  ),
  return: RetentionEvent.optional().describe(
    "event that counts as coming back: its name, or JSON {event, where, label}; default: any event",
  ),
  grain: z
    .enum(["hour", "day", "week", "month", "quarter", "year"])
    .default("week")
    .describe("periods: hour, day, week, month, quarter or year"),
  periods: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe(
      "periods after the start to look at; default: as many as data allow, at most a usual number of the grain",
    ),
  cohort: z
    .enum(COHORTS)
    .optional()
    .describe(
      "who is followed: first (users from their first start ever), recurring (from the first start of each period) or each (every start); default first",
    ),
  clock: z
    .enum(CLOCKS)
    .optional()
    .describe(
      "calendar (periods of the project's calendar), rolling (periods of equal length from the start: a day is 24 h, a month 30 days) or rolling-floored (from the hour, and from weeks on the day, of the start); default calendar",
    ),
  criterion: z
    .enum(CRITERIA)
    .optional()
    .describe(
      "when a period counts: on (a return in it), on-or-after (in it or later, up to the last period), on-or-before (in any period up to it) or streak (in each period up to it); default on",
    ),
  brackets: z
    .array(z.string().regex(BRACKET, "a bracket is a period or a range of periods, such as 1-3"))
    .min(1)
    .optional()
    .describe("with criterion on: columns of several periods, such as 1-3,4-7,8-14"),
  times: z.int().min(1).default(1).describe("fewest returns that count"),
  measure: z
    .enum(["users", "value"])
    .default("users")
    .describe("users: share that returns; value: also the sum of the returns' values as a share of that of period 0"),
  average: z
    .enum(AVERAGES)
    .optional()
    .describe(
      "mean over complete cohorts: pooled (all users together, with an interval), simple (each cohort alike) or size-squared; default pooled",
    ),
  ...selectionShape,
  ...versusShape,
  by: z.array(z.string()).max(1).default([]).describe("declared dimension to split by: its value at the start"),
  top: z.int().min(1).max(1000).default(8).describe("with `by`: values shown apart, the largest; the rest are Other"),
  trend: z.int().min(1).default(1).describe("column whose share is followed from cohort to cohort"),
  target: CohortDay.optional().describe("day in the period of a cohort to compare with others, of hours with its time"),
  controls: z
    .array(CohortDay)
    .min(1)
    .optional()
    .describe(
      "days in the periods of the cohorts to compare `target` with; default: the five before it, of days the same weekday",
    ),
  against: z
    .array(z.string().refine(isFilter, { error: "write dim=value, dim!=value, dim in a,b or dim is null" }))
    .min(1)
    .optional()
    .describe(
      "a second control: those who started with `target` and fit these filters instead of `where`, such as source=organic",
    ),
  lapse: z
    .int()
    .min(1)
    .optional()
    .describe("survival: a user has lapsed after so many periods without a return; gives the Kaplan-Meier curve"),
  churn: z
    .enum(["none", "cycles", "days"])
    .default("none")
    .describe(
      "table of active, at-risk and churned among the followed users: by each user's own rhythm of returns (cycles), or by days",
    ),
  at_risk: z.number().positive().default(2).describe("with `churn`: at risk after more than so many cycles or days"),
  churned: z.number().positive().default(4).describe("with `churn`: churned after more than so many cycles or days"),
  as: z
    .enum(PRESET_NAMES)
    .optional()
    .describe("take the default rules that this product documents, and say what differs"),
  list: z
    .enum(["none", "retained", "lost"])
    .default("none")
    .describe("list users of a cell: those retained, or those of the cohort who are not"),
  list_cohort: CohortDay.optional().describe(
    "with `list`: day in the period of the cohort, of hours with its time, such as 2024-05-01 13:00; default: the first cohort",
  ),
  list_column: z.int().min(1).default(1).describe("with `list`: number of the column"),
  list_limit: z.int().min(1).max(10_000).default(100).describe("most users to list"),
});
export type RetentionParams = z.infer<typeof RetentionParams>;
