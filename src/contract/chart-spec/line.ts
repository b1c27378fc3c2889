import { z } from "zod";
import { Column, list, NumberAxis, Scale, Value } from "./column.ts";
import { Mark } from "./mark.ts";
import { words } from "./words.ts";

/** Distance between neighbouring times. */
export const Grain = z.enum(["minute", "hour", "day", "week", "month", "quarter", "year"]);
export type Grain = z.infer<typeof Grain>;

const Time = z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/, "a time is YYYY-MM-DD or YYYY-MM-DDTHH:MM");

/**
 * Start of each period in the project's zone, oldest first: `2019-10-01`, below a day `2019-10-01T13:00`.
 * A missing period may be left out or have null values.
 */
const TimeAxis = z.strictObject({
  scale: z.literal("time"),
  label: z.string().min(1),
  grain: Grain,
  values: list(Time),
});

const ValueAxis = z.strictObject({ ...Column.shape, scale: Scale, values: list(z.number()) });

/** Lower and upper end of an interval at each x; null where there is none. */
const Band = z.strictObject({ label: z.string(), low: list(Value), high: list(Value) });

const LineSeries = z.strictObject({
  label: z.string().min(1),
  /** A comparison (previous period, control) is drawn behind the others, in grey. */
  role: z.enum(["main", "comparison"]),
  /** One per x; a null breaks the line. */
  values: list(Value),
  band: Band.nullable(),
});
export type LineSeries = z.infer<typeof LineSeries>;

/** An annotation at a time, for a time axis. */
const TimeMark = z.strictObject({ at: Time, label: z.string() });

/** One or more series over time or over a number. */
export const LineChart = z
  .strictObject({
    kind: z.literal("line"),
    ...words,
    x: z.discriminatedUnion("scale", [TimeAxis, ValueAxis]),
    y: NumberAxis,
    series: list(LineSeries),
    /** Index of the first x whose period is not complete or not yet observed: dashed from there. */
    openFrom: z.int().min(0).nullable(),
    /** What dashes mean; default: the period is not complete. */
    openNote: z.string().optional(),
    /** Vertical rules: events, change points. */
    marks: list(z.union([Mark, TimeMark])),
    /** Horizontal rules: targets, thresholds. */
    rules: list(Mark),
  })
  .superRefine(({ x, series, marks }, context) => {
    for (const { label, values, band } of series) {
      const lists = band === null ? [values] : [values, band.low, band.high];
      if (lists.some(({ length }) => length !== x.values.length))
        context.addIssue({ code: "custom", message: `series "${label}" must have one value for each x` });
    }
    const type = x.scale === "time" ? "string" : "number";
    if (marks.some(({ at }) => typeof at !== type))
      context.addIssue({ code: "custom", message: "marks must lie on the x axis" });
  });
export type LineChart = z.infer<typeof LineChart>;
