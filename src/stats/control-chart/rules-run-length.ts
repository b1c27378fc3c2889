import { normal } from "../distributions/normal.ts";
import { type ZoneRule, zoneTest } from "./run-rules.ts";

/** A place between two borders of zones, in standard errors, with its probability. */
interface Zone {
  readonly middle: number;
  readonly probability: number;
}

/** A rule on one side: which points count for it. */
interface Watch {
  readonly window: number;
  readonly needed: number;
  readonly counts: (z: number) => boolean;
}

/**
 * Points until one of the rules signals on independent normal points, on average (Champ, Woodall 1987): a Markov chain
 * over what the last points mean to each rule.
 * @param shift of the mean, in standard errors
 */
export function rulesRunLength(rules: readonly ZoneRule[], shift = 0): number {
  const watches = rules.flatMap(watchesOf);
  const zones = zonesOf(rules, shift);
  const { next, count } = chainOf(watches, zones);
  // run lengths grow by what is left each step; in the end by a constant factor
  let left: Float64Array = new Float64Array(count).fill(1);
  let [length, ratio] = [1, 0];
  for (let step = 0; step < 1_000_000; step++) {
    const following = new Float64Array(count);
    for (let state = 0; state < count; state++) {
      let sum = 0;
      for (let z = 0; z < zones.length; z++) {
        const to = next[state * zones.length + z] as number;
        if (to >= 0) sum += (zones[z] as Zone).probability * (left[to] as number);
      }
      following[state] = sum;
    }
    const now = (following[0] as number) / (left[0] as number);
    length += following[0] as number;
    left = following;
    const settled = Math.abs(now - ratio) < 1e-13;
    ratio = now;
    if (settled && step > 20) break;
  }
  return length + ((left[0] as number) * ratio) / (1 - ratio);
}

function watchesOf(rule: ZoneRule): readonly Watch[] {
  const { window, needed, beyond, side } = rule;
  if (side !== "same") return [{ window, needed, counts: zoneTest(rule) }];
  return [1, -1].map((sign) => ({ window, needed, counts: (z: number) => sign * z > beyond }));
}

function zonesOf(rules: readonly ZoneRule[], shift: number): readonly Zone[] {
  const borders = [...new Set(rules.flatMap(({ beyond }) => [beyond, -beyond]))].sort((a, b) => a - b);
  const points = normal(shift, 1);
  const edges = [-Infinity, ...borders, Infinity];
  return edges.slice(1).map((high, i) => {
    const low = edges[i] as number;
    const middle = i === 0 ? high - 1 : high === Infinity ? low + 1 : (low + high) / 2;
    return { middle, probability: low > shift ? points.sf(low) - points.sf(high) : points.cdf(high) - points.cdf(low) };
  });
}

/** States are numbered as they are found, the first before any point; -1 is a signal. */
function chainOf(
  watches: readonly Watch[],
  zones: readonly Zone[],
): { readonly next: readonly number[]; readonly count: number } {
  const start = watches.map(() => 0);
  const numbers = new Map([[start.join(), 0]]);
  const states: (readonly number[])[] = [start];
  const next: number[] = [];
  for (let at = 0; at < states.length; at++) {
    for (const { middle } of zones) {
      const after = (states[at] ?? start).map((history, w) => step(watches[w] as Watch, history, middle));
      if (after.includes(SIGNAL)) {
        next.push(-1);
        continue;
      }
      const key = after.join();
      const known = numbers.get(key) ?? states.length;
      if (known === states.length) {
        numbers.set(key, known);
        states.push(after);
      }
      next.push(known);
    }
  }
  return { next, count: states.length };
}

const SIGNAL = -1;

/** History as bits, the newest lowest: which of the last window - 1 points counted, and can still matter. */
function step({ window, needed, counts }: Watch, history: number, z: number): number {
  const all = (history << 1) | (counts(z) ? 1 : 0);
  if (bitsOf(all) >= needed) return SIGNAL;
  let kept = 0;
  let newer = 0;
  for (let age = 1; age < window; age++) {
    if ((all & (1 << (age - 1))) === 0) continue;
    newer++;
    // the point stays in the window for window - age more: with as many that count it must be enough
    if (newer + window - age >= needed) kept |= 1 << (age - 1);
  }
  return kept;
}

function bitsOf(history: number): number {
  let count = 0;
  for (let rest = history; rest > 0; rest &= rest - 1) count++;
  return count;
}
