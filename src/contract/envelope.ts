import { z } from "zod";
import { ChartSpec } from "./chart-spec.ts";
import { Sample, sampleNote } from "./project/sample.ts";
import { Outcome } from "./quality.ts";

/** A sentence about the result with the numbers it rests on. */
export const Finding = z.strictObject({
  text: z.string(),
  /** Effect the sentence is about, in the metric's unit or as a share; null when there is none to state. */
  effect: z.number().nullable(),
  interval: z.strictObject({ low: z.number(), high: z.number(), level: z.number() }).nullable(),
  /** Units counted. */
  n: z.number().nullable(),
  /** p-value of the test that the sentence is about. */
  pValue: z.number().optional(),
});
export type Finding = z.infer<typeof Finding>;

const ReceiptSql = z.strictObject({
  text: z.string(),
  params: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
  engine: z.string(),
  rows: z.int(),
  ms: z.number(),
});

/** How a number was made. */
export const Receipt = z.strictObject({
  sql: z.array(ReceiptSql),
  definitions: z.record(z.string(), z.unknown()),
  dataVersion: z.string(),
  asOf: z.string().nullable(),
  seed: z.number(),
  codeVersion: z.string(),
  /** Outcome of the last complete check on this data version, null when there was none. */
  quality: Outcome.nullable(),
  /** Of long calculations in pieces: how many there are, and how many of them earlier answers had done. */
  tasks: z.strictObject({ total: z.int(), reused: z.int() }).optional(),
  ms: z.number(),
  peakRssBytes: z.number(),
});
export type Receipt = z.infer<typeof Receipt>;

/** The one result object that command line, API, dashboard, reports and alerts share. */
export const Envelope = z.strictObject({
  /** Hash of analysis, version, params, as-of, data version, seed, code version and definitions. */
  id: z.string(),
  analysis: z.string(),
  version: z.int(),
  params: z.record(z.string(), z.unknown()),
  status: z.enum(["ok", "undetermined", "failed"]),
  reason: z.string().optional(),
  result: z.unknown(),
  charts: z.array(ChartSpec),
  findings: z.array(Finding),
  warnings: z.array(z.string()),
  receipt: Receipt,
});
export type Envelope = z.infer<typeof Envelope>;

/** The sample that a result is of, which its warnings then say; null when it is of all users. */
export function sampleOf({ warnings, receipt }: Pick<Envelope, "warnings" | "receipt">): Sample | null {
  const { success, data } = Sample.safeParse(receipt.definitions["sample"]);
  return success && warnings.includes(sampleNote(data)) ? data : null;
}

/** The sentence that a result of a sample begins its warnings with; null when it is of all users. */
export function sampleNoteOf(envelope: Pick<Envelope, "warnings" | "receipt">): string | null {
  const sample = sampleOf(envelope);
  return sample === null ? null : sampleNote(sample);
}
