import { z } from "zod";
import { isDay } from "../core/calendar.ts";
import { nearest } from "../core/nearest.ts";
import { Bound, Condition, Scalar } from "./condition.ts";
import { PACK_CHECK_IDS, Severity } from "./quality.ts";

const Mute = z
  .strictObject({
    until: z
      .string()
      .refine(isDay, "write the day as YYYY-MM-DD")
      .describe("first day on which the check counts again"),
    reason: z.string().min(1),
  })
  .describe("the check still runs and is shown, but does not reach the exit code");

const common = {
  severity: Severity.default("error").describe("error: exit code 1; warn: exit code 2; info: shown only"),
  description: z.string().optional(),
  owner: z.string().optional(),
  mute: Mute.optional(),
};

const scoped = {
  on: z.string().describe("source, or a model by name such as fct_sessions"),
  where: Condition.optional().describe("only rows that satisfy this are checked"),
  ...common,
};

const tolerant = {
  max_rows: z.int().min(0).optional().describe("failing rows tolerated; default 0"),
  max_share: z.number().min(0).lt(1).optional().describe("share of failing rows tolerated, 0.01 = 1 %"),
  ...scoped,
};

const RowCheck = {
  not_null: z.strictObject({ check: z.literal("not_null"), column: z.string(), ...tolerant }),
  accepted: z.strictObject({
    check: z.literal("accepted"),
    column: z.string(),
    values: z.array(Scalar).min(1),
    ...tolerant,
  }),
  range: z.strictObject({
    check: z.literal("range"),
    column: z.string(),
    min: Bound.optional(),
    max: Bound.optional(),
    ...tolerant,
  }),
  regex: z.strictObject({
    check: z.literal("regex"),
    column: z.string(),
    pattern: z.string().min(1).describe("RE2; matches anywhere unless anchored with ^ and $"),
    ...tolerant,
  }),
};

const Check = z.discriminatedUnion("check", [
  RowCheck.not_null,
  RowCheck.accepted,
  RowCheck.range,
  RowCheck.regex,
  z.strictObject({ check: z.literal("unique"), columns: z.array(z.string()).min(1), ...tolerant }),
  z.strictObject({
    check: z.literal("foreign_key"),
    column: z.string(),
    to: z.strictObject({ on: z.string().describe("source or model"), column: z.string() }),
    ...tolerant,
  }),
  z.strictObject({
    check: z.literal("freshness"),
    max_age_hours: z.number().positive().describe("age of the newest row at the as-of instant; without --as-of, now"),
    ...scoped,
  }),
  z.strictObject({
    check: z.literal("row_count_change"),
    max_change: z.number().positive().describe("largest accepted relative change against the previous run, 0.5 = 50 %"),
    ...scoped,
  }),
  z.strictObject({ check: z.literal("reconciliation"), on: z.string().describe("source"), ...common }),
  z.strictObject({
    check: z.literal("pack").describe("changes a built-in check; the key is that check's id"),
    threshold: z.number().min(0).optional(),
    enabled: z.boolean().default(true),
    ...common,
    severity: Severity.optional(),
  }),
]);
export type Check = z.infer<typeof Check>;

/** Declared contracts by id, and settings of built-in checks under the built-in check's own id. */
export const Checks = z
  .record(z.string().regex(/^[a-z][a-z0-9_]*$/, "an id is a-z, 0-9 and _"), Check)
  .superRefine((checks, ctx) => {
    const isPack = (id: string): boolean => PACK_CHECK_IDS.some((known) => known === id);
    for (const [id, check] of Object.entries(checks)) {
      const issue = (message: string, ...path: string[]): void =>
        ctx.addIssue({ code: "custom", path: [id, ...path], message });
      if (check.check === "pack" && !isPack(id)) {
        const near = nearest(id, PACK_CHECK_IDS);
        issue(
          `no built-in check has this id${near === undefined ? `; known: ${PACK_CHECK_IDS.join(", ")}` : ` (did you mean "${near}"?)`}`,
        );
      }
      if (check.check !== "pack" && isPack(id))
        issue("this id belongs to a built-in check; choose another, or use `check: pack`");
      if ("max_rows" in check && check.max_rows !== undefined && check.max_share !== undefined) {
        issue("give max_rows or max_share, not both", "max_share");
      }
      if (check.check === "range") {
        if (check.min === undefined && check.max === undefined) issue("a range has a min, a max or both");
        else if (check.min !== undefined && check.max !== undefined && check.min > check.max)
          issue("min is above max", "min");
      }
    }
  });
