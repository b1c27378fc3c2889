import { PROBLEM_STATUS, type Problem } from "../contract/problem.ts";
import { AppError, asAppError, type ErrorCode } from "../core/errors.ts";

/** An error as a problem. What nobody foresaw keeps its message to the log. */
export function problemOf(thrown: unknown, requestId: string | null): Problem {
  const error = asAppError(thrown);
  const { code, message, hint = null } = error;
  const unforeseen = !(thrown instanceof AppError);
  return {
    type: "about:blank",
    title: titleOf(code),
    status: PROBLEM_STATUS[code],
    detail: unforeseen ? "the server failed in a way nobody foresaw" : message,
    code,
    hint: unforeseen ? "look for the request id in the server's log, and report what it says" : hint,
    requestId,
  };
}

const titleOf = (code: ErrorCode): string => {
  const words = code.toLowerCase().replaceAll("_", " ");
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
};

export function problemResponse(thrown: unknown, requestId: string | null): Response {
  const problem = problemOf(thrown, requestId);
  const headers: Record<string, string> = { "content-type": "application/problem+json", "cache-control": "no-store" };
  if (problem.code === "TOO_BUSY") headers["retry-after"] = "1";
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
