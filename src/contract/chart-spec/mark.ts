import { z } from "zod";

/** An annotation: a rule across the chart at a value of an axis. */
export const Mark = z.strictObject({ at: z.number(), label: z.string() });
export type Mark = z.infer<typeof Mark>;
