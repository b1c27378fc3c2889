interface Shared {
  readonly abort: AbortController;
  readonly result: Promise<unknown>;
  askers: number;
}

/** Does work that several ask for at once only once. It is cancelled when the last of them has gone. */
export class Coalescer {
  readonly #shared = new Map<string, Shared>();

  /** Joins the work under way for the same key, or begins it. @param signal of this asker alone */
  async run<T>(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const shared = this.#shared.get(key) ?? this.#begin(key, work);
    shared.askers++;
    let leave = (): void => {};
    const gone = new Promise<never>((_, reject) => {
      leave = () => reject(signal.reason);
      signal.addEventListener("abort", leave, { once: true });
    });
    try {
      return (await Promise.race([shared.result, gone])) as T;
    } finally {
      signal.removeEventListener("abort", leave);
      shared.askers--;
      if (shared.askers === 0) {
        if (this.#shared.get(key) === shared) this.#shared.delete(key);
        shared.abort.abort(signal.reason);
      }
    }
  }

  #begin<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Shared {
    const abort = new AbortController();
    const result = work(abort.signal).finally(() => {
      if (this.#shared.get(key) === shared) this.#shared.delete(key);
    });
    const shared: Shared = { abort, result, askers: 0 };
    // those who ask hear of a failure; when all have gone nobody needs to
    result.catch(() => {});
    this.#shared.set(key, shared);
    return shared;
  }
}
