import { access } from "node:fs/promises";
import { AppError } from "../../../core/errors.ts";
import type { CancelSignal } from "../../../core/signal.ts";

export interface Limits {
  readonly timeoutMs: number;
  /** Growth of this process's resident memory at which the query is stopped. */
  readonly maxGrowthBytes: number;
  /** How long a statement that has begun may take to obey an interrupt: inside one function call it does not look up. */
  readonly graceMs: number;
  readonly signal?: CancelSignal | undefined;
}

const POLL_MS = 50;

/**
 * Runs `work` with a signal that fires when a limit is passed. When the engine does not obey in time, the returned
 * promise fails anyway and `work` is abandoned; `stuck` is then true.
 */
export async function withLimits<T>(limits: Limits, work: (signal: CancelSignal) => Promise<T>): Promise<T> {
  const { timeoutMs, maxGrowthBytes, graceMs, signal } = limits;
  signal?.throwIfAborted();
  const abort = new AbortController();
  const startBytes = process.memoryUsage.rss();
  const startMs = performance.now();
  let giveUp: (error: AppError) => void = () => {};
  const abandoned = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  let graceTimer: NodeJS.Timeout | undefined;
  let over = false;
  const stop = (error: AppError): void => {
    if (abort.signal.aborted) return;
    abort.abort(error);
    const busy = new AppError(error.code, error.message, { ...hintOf(error), cause: ENGINE_BUSY });
    void earlierHaveBegun().then(() => {
      if (!over) graceTimer = setTimeout(() => giveUp(busy), graceMs);
    });
  };
  const poll = setInterval(() => {
    const reason = excess({ timeoutMs, maxGrowthBytes, elapsedMs: performance.now() - startMs, startBytes });
    if (reason !== undefined) stop(reason);
  }, POLL_MS);
  const cancel = (): void => stop(new AppError("CANCELLED", "interrupted"));
  signal?.addEventListener("abort", cancel);
  try {
    return await Promise.race([work(abort.signal), abandoned]);
  } catch (error) {
    throw abort.signal.aborted && !isEngineBusy(error) ? abort.signal.reason : error;
  } finally {
    over = true;
    clearInterval(poll);
    clearTimeout(graceTimer);
    signal?.removeEventListener("abort", cancel);
  }
}

/** Threads of Node's pool, which statements wait for, are given out in turn: all who asked before have theirs. */
const earlierHaveBegun = (): Promise<void> => access("/").catch(() => {});

/** The cause of an error after which the engine is still working: its connection cannot be closed, only the process. */
const ENGINE_BUSY = new Error("the engine did not obey the interrupt");

/** True when the engine is still busy with a query that was given up: the process should end. */
export function isEngineBusy(error: unknown): boolean {
  return error instanceof Error && error.cause === ENGINE_BUSY;
}

const hintOf = ({ hint }: AppError): { hint?: string } => (hint === undefined ? {} : { hint });

interface Spent {
  readonly timeoutMs: number;
  readonly maxGrowthBytes: number;
  readonly elapsedMs: number;
  readonly startBytes: number;
}

function excess({ timeoutMs, maxGrowthBytes, elapsedMs, startBytes }: Spent): AppError | undefined {
  if (elapsedMs > timeoutMs) {
    return new AppError("QUERY_FAILED", `the query was stopped after ${timeoutMs / 1000} s`, {
      hint: "read fewer days or columns, or allow more with --timeout <seconds>",
    });
  }
  if (process.memoryUsage.rss() - startBytes > maxGrowthBytes) {
    return new AppError(
      "OUT_OF_MEMORY",
      `the query was stopped: it took more than ${Math.round(maxGrowthBytes / 1e6)} MB`,
      {
        hint: "read fewer rows, or build smaller texts and lists",
      },
    );
  }
  return undefined;
}
