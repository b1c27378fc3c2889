import { AppError } from "../core/errors.ts";

export interface BudgetLimits {
  /** Questions of one client that are worked on at once. */
  readonly perClient: number;
  /** Questions of all clients that are worked on at once. */
  readonly total: number;
  /** Questions of one client that may wait. */
  readonly waiting: number;
}

/**
 * More questions at once than processors only share them and the engine's memory. Each statement of the embedded engine
 * holds a thread of Node's pool, which does not grow: what is beyond it would wait out of turn. One is left for a job.
 */
export function serverLimits(processors: number, threads: number): BudgetLimits {
  const perClient = Math.max(2, processors);
  const total = Math.max(2, Math.min(2 * perClient, threads - 1));
  return { perClient: Math.min(perClient, total - 1), total, waiting: 100 };
}

interface Waiting {
  readonly client: string;
  start(): void;
}

/** Shares the engine among clients: what is beyond a client's share waits its turn, what is far beyond is refused. */
export class Budget {
  readonly #limits: BudgetLimits;
  readonly #running = new Map<string, number>();
  #total = 0;
  #line: Waiting[] = [];

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
  }

  /** Questions that are worked on now. */
  get running(): number {
    return this.#total;
  }

  /** Does the work when it is the client's turn. @throws AppError TOO_BUSY; the signal's reason while it waits */
  async run<T>(client: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#turn(client, signal);
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      this.#total--;
      this.#running.set(client, this.#runningOf(client) - 1);
      if (this.#runningOf(client) === 0) this.#running.delete(client);
      this.#startNext();
    }
  }

  #runningOf(client: string): number {
    return this.#running.get(client) ?? 0;
  }

  #hasRoom(client: string): boolean {
    return this.#total < this.#limits.total && this.#runningOf(client) < this.#limits.perClient;
  }

  #count(client: string): void {
    this.#total++;
    this.#running.set(client, this.#runningOf(client) + 1);
  }

  #turn(client: string, signal: AbortSignal): Promise<void> {
    if (this.#hasRoom(client)) {
      this.#count(client);
      return Promise.resolve();
    }
    if (this.#line.filter((waiting) => waiting.client === client).length >= this.#limits.waiting)
      return Promise.reject(
        new AppError("TOO_BUSY", `${this.#limits.waiting} questions of this client wait already`, {
          hint: "ask again in a second",
        }),
      );
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#line = this.#line.filter((other) => other !== waiting);
        reject(signal.reason);
      };
      const start = (): void => {
        signal.removeEventListener("abort", leave);
        this.#count(client);
        resolve();
      };
      const waiting = { client, start };
      this.#line.push(waiting);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  /** Whoever has the fewest questions under way is next; of equals who waits longest. */
  #startNext(): void {
    const able = this.#line.filter(({ client }) => this.#hasRoom(client));
    const fewest = Math.min(...able.map(({ client }) => this.#runningOf(client)));
    const next = able.find(({ client }) => this.#runningOf(client) === fewest);
    if (next === undefined) return;
    this.#line = this.#line.filter((other) => other !== next);
    next.start();
    this.#startNext();
  }
}
