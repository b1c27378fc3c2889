import { z } from "zod";
import { CALENDAR_RULE_FORMS, isCalendarRule } from "../../core/calendar-rule.ts";
import { oneOrMore } from "./occurrence.ts";

/** The days on which something happens, in writing. */
export const CalendarRule = z
  .string()
  .refine(isCalendarRule, { error: ({ input }) => `"${input}" names no days; write ${CALENDAR_RULE_FORMS}` });

/** Where entries are named, this leaves the calendar out: no entry is called so. */
export const NO_ENTRY = "none";

/** Something known beforehand that happens on some days, again or once: a holiday, a sale, a launch. */
export const CalendarEntry = z.strictObject({
  on: oneOrMore(CalendarRule).describe(`days, past and to come: ${CALENDAR_RULE_FORMS}`),
  before: z.int().min(0).max(60).default(0).describe("days before the first on which it is felt"),
  after: z.int().min(0).max(60).default(0).describe("days after the last on which it is felt"),
  label: z.string().optional().describe("what charts call it; default: its id"),
  description: z.string().optional(),
});
export type CalendarEntry = z.infer<typeof CalendarEntry>;
