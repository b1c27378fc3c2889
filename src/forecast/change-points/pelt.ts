import type { SegmentCost } from "./segment-cost.ts";

export interface SearchOptions {
  /** What a further change must gain. */
  readonly penalty: number;
  /** Steps of the shortest stretch. */
  readonly shortest: number;
}

/**
 * The changes that make the sum of costs and penalties least, exactly (PELT: Killick, Fearnhead, Eckley 2012). A start that
 * can never be best again is dropped once a stretch of the shortest length fits after the step that showed it.
 * @returns first steps of the stretches but the first
 */
export function pelt(n: number, cost: SegmentCost, { penalty, shortest }: SearchOptions): readonly number[] {
  const best = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  const last = new Int32Array(n + 1);
  const dropAt = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
  best[0] = -penalty;
  let starts: number[] = [];
  for (let to = shortest; to <= n; to++) {
    const next = to - shortest;
    if (next === 0 || next >= shortest) starts.push(next);
    for (const from of starts) {
      const total = (best[from] as number) + cost.of(from, to) + penalty;
      if (total < (best[to] as number)) {
        best[to] = total;
        last[to] = from;
      }
    }
    let dropped = false;
    for (const from of starts) {
      if ((best[from] as number) + cost.of(from, to) > (best[to] as number) && (dropAt[from] as number) > to + shortest)
        dropAt[from] = to + shortest;
      dropped ||= (dropAt[from] as number) <= to + 1;
    }
    if (dropped) starts = starts.filter((from) => (dropAt[from] as number) > to + 1);
  }
  const changes: number[] = [];
  for (let at = last[n] as number; at > 0; at = last[at] as number) changes.unshift(at);
  return changes;
}
