import { AppError } from "../../core/errors.ts";
import { dangerBytes } from "./memory.ts";

const POLL_MS = 100;
/** A statement that took less than this is not what fills the memory. */
const OWN_GROWTH_BYTES = 32e6;

/** Stops a statement when the process is about to be ended by the system for its memory. */
export class MemoryWatch implements Disposable {
  readonly #timer: NodeJS.Timeout;
  #exceeded: AppError | undefined;

  /**
   * @param available bytes that the process may use
   * @param stop interrupts the statement
   */
  constructor(available: number, stop: () => void) {
    const danger = dangerBytes(available);
    const startBytes = process.memoryUsage.rss();
    this.#timer = setInterval(() => {
      const bytes = process.memoryUsage.rss();
      if (this.#exceeded !== undefined || bytes < danger || bytes - startBytes < OWN_GROWTH_BYTES) return;
      this.#exceeded = tooMuch(bytes, available);
      stop();
    }, POLL_MS);
    this.#timer.unref();
  }

  /** Why the statement was stopped; undefined when it was not. */
  get exceeded(): AppError | undefined {
    return this.#exceeded;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

function tooMuch(bytes: number, available: number): AppError {
  const gigabytes = (n: number): string => `${(n / 1e9).toFixed(2)} GB`;
  const message = `stopped before the system ends the process: it uses ${gigabytes(bytes)} of ${gigabytes(available)}`;
  return new AppError("OUT_OF_MEMORY", message, {
    hint: "ask for fewer days, metrics or dimensions, lower engine.memory_limit so that more is spilt to disk, or give the process more memory",
  });
}
