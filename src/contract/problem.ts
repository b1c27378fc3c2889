import { z } from "zod";
import { type ErrorCode, EXIT_CODES } from "../core/errors.ts";

const CODES = Object.keys(EXIT_CODES) as [ErrorCode, ...ErrorCode[]];

/** An error as `application/problem+json` (RFC 9457) with Tidemark's code and what to do next. */
export const Problem = z.object({
  type: z.string().describe("`about:blank`: the code says which problem it is"),
  title: z.string().describe("the kind of problem, in words"),
  status: z.int(),
  detail: z.string().describe("what, where and why"),
  code: z.enum(CODES),
  hint: z.string().nullable().describe("what to do next"),
  requestId: z.string().nullable(),
});
export type Problem = z.infer<typeof Problem>;

/** The HTTP status of each error. */
export const PROBLEM_STATUS: Readonly<Record<ErrorCode, number>> = {
  USAGE: 400,
  QUERY_REFUSED: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  PROJECT_NOT_FOUND: 404,
  FILE_NOT_FOUND: 404,
  PROJECT_EXISTS: 409,
  PROJECT_LOCKED: 409,
  NOT_BUILT: 409,
  TOO_MANY_REJECTS: 422,
  CONFIG_INVALID: 422,
  FILE_UNREADABLE: 422,
  HEADER_MISMATCH: 422,
  FILE_CORRUPT: 422,
  FILE_CHANGED: 422,
  JOIN_INVALID: 422,
  QUERY_FAILED: 422,
  TOO_BUSY: 429,
  ENGINE_UNREACHABLE: 502,
  CANCELLED: 499,
  LAKE_CONSERVATION: 500,
  STATE_FAILED: 500,
  INTERNAL: 500,
  INTERRUPTED: 500,
  OUT_OF_MEMORY: 507,
  DISK_FULL: 507,
};
