import { z } from "zod";

/** Models of a part of the users. */
export const Sample = z.strictObject({
  share: z
    .string()
    .regex(/^\d+(\.\d+)?\s?%$/, "write it as 5%")
    .refine(
      (text) => Number.parseFloat(text) >= 0.0001 && Number.parseFloat(text) <= 99.9999,
      "it is from 0.0001% to 99.9999%",
    )
    .describe("of the users, as 5%"),
  seed: z.int().min(0).default(1).describe("another seed takes other users"),
});
export type Sample = z.infer<typeof Sample>;

/** Between 0 and 1. */
export const sampleShare = ({ share }: Sample): number => Number.parseFloat(share) / 100;

/** What a chart of a sample says. */
export const sampleMark = ({ share }: Sample): string => `a sample of ${share} of users`;

/** How the name of a file about a sample ends: `sample-10pct`. */
export const sampleFileMark = ({ share }: Pick<Sample, "share">): string => `sample-${share.replace(/\s?%$/, "pct")}`;

/** What is to be said on every number of a sample. */
export function sampleNote(sample: Sample): string {
  const times = Number((1 / sampleShare(sample)).toPrecision(3));
  return `${sampleMark(sample)} (seed ${sample.seed}): counts and sums of events and users are of the sample, all users have about ${times} times as much; stg_<source> and tables hold all`;
}
