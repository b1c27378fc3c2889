import { type GroupMoments, varianceOf } from "../../stats/anova/group-moments.ts";
import { studentT } from "../../stats/distributions/student-t.ts";
import type { Interval } from "../../stats/inference.ts";

/** An amount with its interval; null where the groups are too small for one. */
export interface Amount {
  readonly value: number;
  readonly interval: Interval | null;
}

export interface AtRisk {
  /** Per row: the mean of the reference less that of the group. */
  readonly perRow: Amount;
  /** That times the rows of the group. */
  readonly total: Amount;
}

/** What a group's rows would have together beyond what they have, if its mean were the reference's; Welch's interval. */
export function amountAtRisk(reference: GroupMoments, group: GroupMoments, level: number): AtRisk {
  const perRow = contrast([reference, group], [1, -1], level);
  return { perRow, total: scaled(perRow, group.n) };
}

/** The sum over the groups, whose parts share the reference's error. */
export function totalAtRisk(reference: GroupMoments, groups: readonly GroupMoments[], level: number): Amount {
  const rows = groups.reduce((sum, { n }) => sum + n, 0);
  return contrast([reference, ...groups], [rows, ...groups.map(({ n }) => -n)], level);
}

/** A weighted sum of means with unequal variances; degrees of freedom by Satterthwaite (1946). */
function contrast(groups: readonly GroupMoments[], weights: readonly number[], level: number): Amount {
  let [value, variance, squares] = [0, 0, 0];
  groups.forEach((group, i) => {
    const weight = weights[i] ?? 0;
    const part = (weight * weight * varianceOf(group)) / group.n;
    value += weight * group.mean;
    variance += part;
    squares += (part * part) / (group.n - 1);
  });
  if (!(variance > 0) || !(squares > 0)) return { value, interval: null };
  const reach = studentT((variance * variance) / squares).upperQuantile((1 - level) / 2) * Math.sqrt(variance);
  return { value, interval: { low: value - reach, high: value + reach, level } };
}

const scaled = ({ value, interval }: Amount, by: number): Amount => ({
  value: value * by,
  interval: interval === null ? null : { ...interval, low: interval.low * by, high: interval.high * by },
});
