import type { ServerEvent } from "../contract/api/events.ts";

/** Passes events on to everyone who listens. */
export class EventHub {
  readonly #listeners = new Set<(event: ServerEvent) => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  publish(event: ServerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** @returns how to stop listening */
  subscribe(listener: (event: ServerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
