/** Every way Tidemark can fail, and the process exit code that goes with it (design 4.7). */
export const EXIT_CODES = {
  USAGE: 3,
  CONFIG_INVALID: 3,
  PROJECT_NOT_FOUND: 3,
  PROJECT_EXISTS: 3,
  PROJECT_LOCKED: 3,
  FILE_NOT_FOUND: 3,
  FILE_UNREADABLE: 3,
  HEADER_MISMATCH: 3,
  NOT_BUILT: 3,
  QUERY_REFUSED: 3,
  NOT_FOUND: 3,
  FORBIDDEN: 3,
  FILE_CORRUPT: 4,
  FILE_CHANGED: 4,
  LAKE_CONSERVATION: 4,
  JOIN_INVALID: 4,
  DISK_FULL: 4,
  OUT_OF_MEMORY: 4,
  QUERY_FAILED: 4,
  STATE_FAILED: 4,
  TOO_BUSY: 4,
  ENGINE_UNREACHABLE: 4,
  INTERRUPTED: 4,
  INTERNAL: 4,
  TOO_MANY_REJECTS: 1,
  CANCELLED: 130,
} as const;

export type ErrorCode = keyof typeof EXIT_CODES;

export interface AppErrorOptions {
  /** What the reader should do next, as a sentence without a final full stop. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The one error class: a closed code, a message that says what and where, a hint that says what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, { hint, cause }: AppErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "AppError";
    this.code = code;
    this.hint = hint;
  }

  get exitCode(): number {
    return EXIT_CODES[this.code];
  }
}

/** Any thrown value as an `AppError`; what is not one becomes `INTERNAL` and keeps the original as its cause. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AppError("INTERNAL", message, { cause: error, hint: "run again with --debug and report the stack" });
}
