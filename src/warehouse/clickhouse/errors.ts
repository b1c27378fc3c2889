import { ClickHouseError } from "@clickhouse/client";
import { AppError, type ErrorCode } from "../../core/errors.ts";

interface Meaning {
  readonly code: ErrorCode;
  readonly hint: string;
}

const TIMED_OUT: Meaning = {
  code: "QUERY_FAILED",
  hint: "ask for fewer days, or raise engine.timeout_s in tidemark.yml",
};
const NO_ENTRY: Meaning = {
  code: "FORBIDDEN",
  hint: "check the user and password of engine.url, and what the server grants the user",
};
const NO_TABLES: Meaning = {
  code: "NOT_BUILT",
  hint: "run `tidemark build`, then `tidemark engine copy --to clickhouse`",
};
const OTHERS_AWAY: Meaning = {
  code: "ENGINE_UNREACHABLE",
  hint: "check that every server of the cluster and its Keeper are running",
};
const BUSY: Meaning = { code: "TOO_BUSY", hint: "wait until the server has less to do, and run the command again" };

/** The server's error numbers that mean something to a user of Tidemark. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  "60": NO_TABLES,
  "81": NO_TABLES,
  "159": TIMED_OUT,
  "192": NO_ENTRY,
  "193": NO_ENTRY,
  "194": NO_ENTRY,
  "497": NO_ENTRY,
  "516": NO_ENTRY,
  "202": BUSY,
  "209": OTHERS_AWAY,
  "210": OTHERS_AWAY,
  "242": OTHERS_AWAY,
  "279": OTHERS_AWAY,
  "999": OTHERS_AWAY,
  "241": {
    code: "OUT_OF_MEMORY",
    hint: "ask for fewer days or fewer values, or raise engine.statement_memory_limit in tidemark.yml and the server's own limit",
  },
  "243": { code: "DISK_FULL", hint: "free some space on the server and run the command again" },
  "394": { code: "CANCELLED", hint: "run the command again" },
};

const UNREACHED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
const BROKEN = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED", "ETIMEDOUT"]);

/** What proxies say in place of a server (502 to 504); the client gives the page, not the status. */
const PROXY_PAGE =
  /^\s*(?:$|<(?:html|!doctype)|(?:50[234] )?(?:bad gateway|service unavailable|gateway time-?out)|(?:no healthy )?upstream\b)/i;

const systemCode = (error: unknown): string => {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
};

/** True when the request never reached a server: it can be sent again whatever it was. */
export const neverSent = (error: unknown): boolean => UNREACHED.has(systemCode(error));

const fromProxy = (error: unknown): boolean =>
  error instanceof Error && systemCode(error) === "" && PROXY_PAGE.test(error.message);

/**
 * True when the connection broke, to the server or behind it, while a server may have been at work: only what changes
 * nothing can be sent again.
 */
export const brokenOff = (error: unknown): boolean =>
  BROKEN.has(systemCode(error)) ||
  meaningOf(error) === OTHERS_AWAY ||
  fromProxy(error) ||
  (error instanceof Error && /socket hang up|premature close/i.test(error.message));

const meaningOf = (error: unknown): Meaning | undefined =>
  error instanceof ClickHouseError ? MEANINGS[error.code] : undefined;

/**
 * True when the planner could not send the rows of a subquery to all shards: it refuses its own rewriting where one
 * such subquery stands inside of another (seen in 26.7).
 */
export const cannotShareSubquery = (error: unknown): boolean =>
  error instanceof Error && error.message.includes("Invalid local IN function name");

/** Translates the server's error numbers and the network's into Tidemark's codes; the SQL stays in the cause. */
export function clickhouseError(error: unknown, text: string): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const cause = new Error(`${message}\nSQL: ${text.length > 2000 ? `${text.slice(0, 2000)} ...` : text}`, {
    cause: error,
  });
  const meaning = meaningOf(error);
  if (meaning !== undefined)
    return new AppError(meaning.code, message.split("\n")[0] ?? message, { cause, hint: meaning.hint });
  if (neverSent(error) || brokenOff(error)) {
    const said =
      message
        .replace(/<[^>]*>/g, " ")
        .trim()
        .replace(/\s+/g, " ") || systemCode(error);
    return new AppError(
      "ENGINE_UNREACHABLE",
      `the ClickHouse server does not answer${said === "" ? "" : `: ${said}`}`,
      {
        cause,
        hint: "check engine.url in tidemark.yml and that the server is running",
      },
    );
  }
  if (/^timeout error/i.test(message))
    return new AppError("QUERY_FAILED", "the ClickHouse server took too long to answer", {
      cause,
      hint: TIMED_OUT.hint,
    });
  return new AppError("QUERY_FAILED", message, { cause });
}
