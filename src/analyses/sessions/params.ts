import { z } from "zod";
import { Duration } from "../../contract/project/segment.ts";
import { selectionShape } from "../../contract/selection.ts";

export const SessionsParams = z.strictObject({
  ...selectionShape,
  gap: Duration.optional().describe(
    "idle time after which a session has ended, such as 30m; default: sessions as built, by the vendor's ids or 30 idle minutes",
  ),
  midnight: z.boolean().default(false).describe("end sessions at midnight of the project's zone"),
  campaign: z.string().optional().describe("column whose new value begins a new session, such as utm_campaign"),
  without: z.array(z.string()).default([]).describe("event names that do not count, such as heartbeats"),
  by: z
    .array(z.string())
    .max(1)
    .default([])
    .describe("declared dimension to split by: the value of a session's first event"),
  top: z
    .int()
    .min(1)
    .max(1000)
    .default(8)
    .describe("values, and entry and exit events, shown apart; the rest are Other"),
  grain: z
    .enum(["day", "week", "month", "quarter", "year"])
    .default("day")
    .describe("periods of the trend: day, week, month, quarter or year"),
  sensitivity: z
    .boolean()
    .default(false)
    .describe("how sessions would change with gaps from 5 to 240 minutes, and where gaps between events thin out"),
});
export type SessionsParams = z.infer<typeof SessionsParams>;
