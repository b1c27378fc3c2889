import { AppError } from "../../core/errors.ts";

const ASK_LESS = "ask for fewer days, metrics or dimensions";

/** Translates the driver's message classes into Tidemark's codes; the SQL that failed stays in the cause. */
export function duckdbError(
  error: unknown,
  text: string,
  { spillCapped }: { readonly spillCapped: boolean },
): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const cause = new Error(`${message}\nSQL: ${text.length > 2000 ? `${text.slice(0, 2000)} ...` : text}`, {
    cause: error,
  });
  const line = message.split("\n")[0] ?? message;
  if (message.startsWith("INTERRUPT")) return new AppError("CANCELLED", "interrupted", { cause });
  if (spillCapped && /max_temp_directory_size/.test(message)) {
    return new AppError("OUT_OF_MEMORY", "the query needs more than its memory and its share of the disk", {
      cause,
      hint: `${ASK_LESS}, or raise engine.memory_limit or engine.spill_limit in tidemark.yml`,
    });
  }
  if (/No space left|disk full|Disk quota|max_temp_directory_size/i.test(message)) {
    return new AppError("DISK_FULL", `the disk is full: ${line}`, {
      cause,
      hint: "free some space and run the command again",
    });
  }
  if (message.startsWith("Out of Memory") || /could not allocate|failed to allocate/i.test(message)) {
    return new AppError("OUT_OF_MEMORY", line, {
      cause,
      hint: `${ASK_LESS}, or raise engine.memory_limit or lower engine.threads in tidemark.yml`,
    });
  }
  if (/Could not set lock/.test(message)) {
    return new AppError("PROJECT_LOCKED", line, {
      cause,
      hint: "another process has the warehouse open; stop it first",
    });
  }
  return new AppError("QUERY_FAILED", message, { cause });
}
