import { z } from "zod";

/** What every chart says in words. */
export const common = {
  /** States the finding. */
  title: z.string().min(1),
  /** Definition and n. */
  subtitle: z.string(),
  /** The chart in words, for people who do not see it. */
  alt: z.string().min(1),
};

/** An annotation: a rule across the chart at a value of an axis. */
export const Mark = z.strictObject({ at: z.number(), label: z.string() });
export type Mark = z.infer<typeof Mark>;
