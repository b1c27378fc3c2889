import type { Budget } from "./budget.ts";
import type { Coalescer } from "./coalescer.ts";
import type { Call } from "./server-context.ts";

interface KeptReadsOptions {
  readonly budget: Budget;
  readonly coalescer: Coalescer;
  /** Answers kept; beyond them those go that were not asked for the longest. */
  readonly limit?: number;
}

/** A question to the warehouse whose answer follows from the data, the models and the definitions alone. */
interface Read<T> {
  /** What is asked, and the version of what it is asked of as it is now. */
  readonly question: () => readonly unknown[];
  readonly work: (signal: AbortSignal) => Promise<T>;
}

/**
 * Answers reads of the warehouse, each once for as long as data, models and definitions stay as they are. What changed
 * while an answer was worked on may be in it: that one is not kept.
 */
export class KeptReads {
  readonly #budget: Budget;
  readonly #coalescer: Coalescer;
  readonly #limit: number;
  readonly #answers = new Map<string, unknown>();

  constructor({ budget, coalescer, limit = 500 }: KeptReadsOptions) {
    this.#budget = budget;
    this.#coalescer = coalescer;
    this.#limit = limit;
  }

  async answer<T>({ question, work }: Read<T>, { client, signal }: Pick<Call, "client" | "signal">): Promise<T> {
    const key = JSON.stringify(question());
    const known = this.#answers.get(key);
    const answer =
      known ??
      (await this.#coalescer.run(key, signal, (shared) => this.#budget.run(client, shared, () => work(shared))));
    if (JSON.stringify(question()) === key) this.#keep(key, answer);
    return answer as T;
  }

  #keep(key: string, answer: unknown): void {
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > this.#limit && oldest !== undefined) this.#answers.delete(oldest);
  }
}
