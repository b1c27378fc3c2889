import type { Interval } from "../inference.ts";
import { wilsonInterval } from "./wilson.ts";

/** A share with its two parts and a Wilson interval; null where nothing could have happened. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** @param effect how many times the variance is that of independent units; null where it is not known: no interval */
export function rate(count: number, of: number, effect: number | null = 1): Rate {
  const interval = effect === null ? null : wilsonInterval(count / effect, of / effect);
  return { count, of, value: of === 0 ? null : count / of, interval };
}
