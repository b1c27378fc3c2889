import { z } from "zod";

const exactNumber = (error: string): z.ZodNumber =>
  z.number().refine((value) => !Number.isInteger(value) || Number.isSafeInteger(value), { error });

const exact = exactNumber("a whole number so large loses digits; write it in quotes");

/** A number that values are above or below: every digit of it counts. */
export const Bound = exactNumber(`a whole number so large loses digits; bounds go to ${Number.MAX_SAFE_INTEGER}`);

/** A value to compare with: every digit of it counts. */
export const Scalar = z.union([z.string(), exact, z.boolean()]);
export type Scalar = z.infer<typeof Scalar>;

/** What one column must satisfy: a value (equals), a list (in), or named operators, all of which must hold. */
const Predicate = z.union([
  Scalar,
  z.array(Scalar).min(1),
  z.strictObject({
    eq: Scalar.optional(),
    ne: Scalar.optional(),
    in: z.array(Scalar).min(1).optional(),
    prefix: z.string().optional(),
    contains: z.string().optional(),
    regex: z.string().optional(),
    is_null: z.boolean().optional(),
    gt: Bound.optional(),
    gte: Bound.optional(),
    lt: Bound.optional(),
    lte: Bound.optional(),
  }),
]);
export type Predicate = z.infer<typeof Predicate>;

/** `{column: predicate, ...}`: every column must satisfy its predicate. Data, never evaluated text. */
export const Condition = z
  .record(z.string(), Predicate)
  .describe(
    "column: value | [values] | {eq, ne, in, prefix, contains, regex, is_null, gt, gte, lt, lte}; all must hold",
  );
export type Condition = z.infer<typeof Condition>;

/** Ordered rules: the first whose condition holds gives the value, else the default. */
export const Rules = z.strictObject({
  rules: z.array(z.strictObject({ when: Condition, then: z.string() })).min(1),
  default: z.string().optional().describe("value when no rule matches; without it the result is null"),
});
export type Rules = z.infer<typeof Rules>;
