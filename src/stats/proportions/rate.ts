import type { Interval } from "../inference.ts";
import { wilsonInterval } from "./wilson.ts";

/** A share with its two parts and a Wilson interval; null where nothing could have happened. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** @param effect how many times the variance is that of independent units */
export function rate(count: number, of: number, effect = 1): Rate {
  return { count, of, value: of === 0 ? null : count / of, interval: wilsonInterval(count / effect, of / effect) };
}
