import { z } from "zod";

/** The built-in checks. They run on every project they apply to, without being declared. */
export const PACK_CHECK_IDS = [
  "reconciliation",
  "quarantined_rows",
  "duplicate_rows",
  "duplicate_key",
  "missing_user",
  "missing_time",
  "unknown_event",
  "unused_event_name",
  "duplicate_event_id",
  "future_time",
  "before_epoch",
  "clock_skew",
  "out_of_order",
  "bot_like_users",
  "long_session",
  "shared_session",
  "event_death",
  "new_event",
  "new_property",
  "cardinality_explosion",
  "type_drift",
  "volume_gap",
  "timezone_suspicion",
  "encoding_errors",
  "sentinel_ids",
] as const;
export type PackCheckId = (typeof PACK_CHECK_IDS)[number];

export const Severity = z.enum(["error", "warn", "info"]);
export type Severity = z.infer<typeof Severity>;

/**
 * pass: the value is within the threshold. fail: beyond it, severity error. warn: beyond it, severity warn or info.
 * undetermined: too little data to say. skipped: does not apply to this project.
 */
export const CheckStatus = z.enum(["pass", "warn", "fail", "undetermined", "skipped"]);
export type CheckStatus = z.infer<typeof CheckStatus>;

/** What a check's value counts. Shares are 0..1. */
export const CheckUnit = z.enum(["share", "rows", "names", "columns", "ids", "hours", "ratio"]);
export type CheckUnit = z.infer<typeof CheckUnit>;

const CellValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** A decoded cell: 64-bit integers beyond 2^53 are text, times ISO 8601 UTC. */
export type CellValue = z.infer<typeof CellValue>;

const Sample = z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(CellValue)) });
/** Up to five rows that show a failure. */
export type Sample = z.infer<typeof Sample>;

const HistoryPoint = z.strictObject({ at: z.string(), status: CheckStatus, value: z.number().nullable() });
export type HistoryPoint = z.infer<typeof HistoryPoint>;

/** One check's outcome in one run. */
export const CheckResult = z.strictObject({
  id: z.string(),
  title: z.string(),
  origin: z.enum(["pack", "contract"]),
  severity: Severity,
  status: CheckStatus,
  reason: z.string().nullable().describe("why the check is undetermined or skipped"),
  relation: z.string().nullable().describe("the model that was read; null when the manifest was enough"),
  value: z.number().nullable(),
  threshold: z.number().nullable().describe("the check trips when value > threshold"),
  unit: CheckUnit,
  n: z.number().nullable().describe("rows, users, hours ... the value was computed from"),
  sentence: z.string(),
  sql: z.string().nullable(),
  sample: Sample.nullable(),
  owner: z.string().nullable(),
  description: z.string().nullable(),
  muted: z.strictObject({ until: z.string(), reason: z.string() }).nullable(),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** What one pass over a model says about one of its columns. */
export const ColumnProfile = z.strictObject({
  relation: z.string(),
  column: z.string(),
  kind: z.string(),
  rows: z.number(),
  nulls: z.number(),
  distinct: z.number().nullable().describe("approximate (HyperLogLog); null where it was not counted"),
  min: CellValue,
  max: CellValue,
});
export type ColumnProfile = z.infer<typeof ColumnProfile>;

export const Outcome = z.enum(["pass", "warn", "fail"]);
export type Outcome = z.infer<typeof Outcome>;

/** One execution of `tidemark check`. */
export const CheckRun = z.strictObject({
  at: z.string().describe("when the checks ran"),
  asOf: z.string().nullable().describe("data up to this instant is judged; null without any time column"),
  now: z.string().describe("the instant freshness and mutes are judged at"),
  dataVersion: z.string(),
  outcome: Outcome,
  partial: z.boolean().describe("true when only some checks were asked for"),
  results: z.array(CheckResult),
  profiles: z.array(ColumnProfile),
});
export type CheckRun = z.infer<typeof CheckRun>;

/** A run as it is shown: every result with its earlier values, oldest first. */
export const CheckReport = CheckRun.extend({
  results: z.array(CheckResult.extend({ history: z.array(HistoryPoint) })),
});
export type CheckReport = z.infer<typeof CheckReport>;
