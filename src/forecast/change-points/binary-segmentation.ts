import type { SearchOptions } from "./pelt.ts";
import type { SegmentCost } from "./segment-cost.ts";

/**
 * Splits the series where that gains most, then each half, as long as a split gains more than the penalty (Scott and Knott
 * 1974). Quick, not exact.
 * @returns first steps of the stretches but the first
 */
export function binarySegmentation(
  n: number,
  cost: SegmentCost,
  { penalty, shortest }: SearchOptions,
): readonly number[] {
  const changes: number[] = [];
  const open: [from: number, to: number][] = [[0, n]];
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const [from, to] = stretch;
    let best = { at: -1, gain: penalty };
    const whole = to - from < 2 * shortest ? 0 : cost.of(from, to);
    for (let at = from + shortest; at <= to - shortest; at++) {
      const gain = whole - cost.of(from, at) - cost.of(at, to);
      if (gain > best.gain) best = { at, gain };
    }
    if (best.at === -1) continue;
    changes.push(best.at);
    open.push([from, best.at], [best.at, to]);
  }
  return changes.sort((a, b) => a - b);
}
