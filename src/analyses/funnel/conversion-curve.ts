import { type FunnelStatsRow, TIME_CLASSES } from "../../models/funnel/funnel-stats.ts";
import type { Interval } from "../../stats/inference.ts";

/** The share of attempts that have converted so long after entry. */
export interface CurvePoint {
  /** Seconds since entry. */
  readonly seconds: number;
  /** Attempts that converted in the class that ends here. */
  readonly converted: number;
  /** Attempts that were still followed when the class began. */
  readonly followed: number;
  readonly share: number;
  readonly interval: Interval;
}

const Z = 1.959963984540054;

/**
 * Life table (Cutler and Ederer 1958) of all attempts, those whose window is open included as far as they have been
 * followed: in each class of time, those lost to the end of the data count as half. Interval by Greenwood's formula.
 * @param effect how many times the variance is that of independent attempts
 */
export function conversionCurve(
  rows: readonly FunnelStatsRow[],
  { windowSeconds, effect }: { readonly windowSeconds: number | null; readonly effect: number },
): readonly CurvePoint[] {
  const counts = new Map<string, number>();
  for (const { class: at, done, n } of rows) counts.set(`${at} ${done}`, Number(n));
  const count = (at: number, done: 0 | 1): number => counts.get(`${at} ${done}`) ?? 0;
  let followed = [...counts.values()].reduce((all, n) => all + n, 0);
  let [staying, hazards] = [1, 0];
  const points: CurvePoint[] = [];
  for (const [at, seconds] of TIME_CLASSES.entries()) {
    if (followed === 0 || (windowSeconds !== null && seconds > windowSeconds)) break;
    const [converted, lost] = [count(at, 1), count(at, 0)];
    const risk = followed - lost / 2;
    staying *= risk === 0 ? 1 : 1 - converted / risk;
    hazards += risk > converted ? converted / (risk * (risk - converted)) : 0;
    const half = Z * staying * Math.sqrt(hazards * effect);
    const share = 1 - staying;
    const interval = { low: Math.max(0, share - half), high: Math.min(1, share + half), level: 0.95 };
    points.push({ seconds, converted, followed, share, interval });
    followed -= converted + lost;
  }
  return points;
}
