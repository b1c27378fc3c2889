import { z } from "zod";
import { FunnelWindow } from "../../contract/project/funnel.ts";
import { selectionShape } from "../../contract/selection.ts";

export const PredictorsParams = z.strictObject({
  goal: z
    .string()
    .optional()
    .describe("event that counts as conversion; default: the last step of the first declared funnel"),
  window: FunnelWindow.refine((text) => !text.includes("session"), {
    error: "the window is a time, such as 7d, or none",
  })
    .default("7d")
    .describe("longest time from the first event of a kind to the goal: 12h, 7d, 1mo or none"),
  ...selectionShape,
  open: z
    .enum(["exclude", "include"])
    .default("exclude")
    .describe("users whose window is still open at the end of the data: left out, or counted"),
  top: z.int().min(1).max(1000).default(20).describe("events shown, strongest association first"),
});
export type PredictorsParams = z.infer<typeof PredictorsParams>;
