import { z } from "zod";
import { Sample } from "./project/sample.ts";

/** A metric of the sample against that of all users, over all days. */
const SampledMetric = z.strictObject({
  metric: z.string(),
  label: z.string(),
  all: z.number().nullable(),
  sample: z.number().nullable(),
  /** What the sample says about all users; null where it cannot say it, such as a number of items. */
  estimate: z.number().nullable(),
  /** (estimate - all) / |all| */
  deviation: z.number().nullable(),
  /** What the deviation of 95 % of samples stays below; null where it is not known. */
  bound: z.number().nullable(),
});
export type SampledMetric = z.infer<typeof SampledMetric>;

/** How well a sample stands for all users. */
export const SampleReport = z.strictObject({
  sample: Sample,
  dataVersion: z.string(),
  at: z.iso.datetime(),
  users: z.strictObject({ all: z.number(), sample: z.number() }),
  metrics: z.array(SampledMetric),
});
export type SampleReport = z.infer<typeof SampleReport>;
