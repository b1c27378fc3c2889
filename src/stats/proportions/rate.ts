import type { Interval } from "../inference.ts";
import { wilsonInterval } from "./wilson.ts";

/** A share with its two parts and a Wilson interval; null where nothing could have happened. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  readonly value: number | null;
  readonly interval: Interval | null;
}

export function rate(count: number, of: number): Rate {
  return { count, of, value: of === 0 ? null : count / of, interval: wilsonInterval(count, of) };
}
