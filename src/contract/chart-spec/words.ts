import { z } from "zod";

/** What every chart says in words. */
export const words = {
  /** States the finding. */
  title: z.string().min(1),
  /** Definition and n. */
  subtitle: z.string(),
  /** The chart in words, for people who do not see it. */
  alt: z.string().min(1),
};
