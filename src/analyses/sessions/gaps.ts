import { GAP_CLASSES, GAP_MINUTES, type GapClass, type GapSessions } from "../../models/sessions/session-stats.ts";
import { type Rate, rate } from "../../stats/proportions/rate.ts";

/** What sessions would be with another gap. */
export interface GapLine {
  readonly minutes: number;
  readonly sessions: number;
  readonly single: Rate;
  readonly meanSeconds: number | null;
}

export interface Sensitivity {
  readonly lines: readonly GapLine[];
  /** Time between an event of a user and the one before, of those with which a session that is asked for may begin, by length: from `from` up to `to` seconds; the last class has no end. */
  readonly gaps: readonly { readonly from: number; readonly to: number | null; readonly n: number }[];
  /** Minutes at which gaps are rarest between 5 minutes and 4 hours, for their length; null when there are too few. */
  readonly valley: number | null;
}

/** Gaps that must have been seen for a valley to mean anything. */
const ENOUGH = 100;

interface GapRows {
  readonly gaps: readonly GapClass[];
  readonly gapSessions: readonly GapSessions[];
}

/** @param effect how many times the variance of a share of sessions is that of independent ones, of the sessions asked for */
export function sensitivityOf({ gaps: classes, gapSessions: [whole] }: GapRows, effect: number): Sensitivity | null {
  if (whole === undefined) return null;
  const lines = GAP_MINUTES.map((minutes): GapLine => {
    const [sessions = 0, single = 0, us = 0] = ["n", "single", "us"].map((name) => whole[`${name}_${minutes}`]);
    return {
      minutes,
      sessions,
      single: rate(single, sessions, effect),
      meanSeconds: sessions === 0 ? null : us / 1e6 / sessions,
    };
  });
  const counts = new Map(classes.map((row) => [row.class, row.n]));
  const gaps = [...GAP_CLASSES, null].map((to, i) => ({ from: GAP_CLASSES[i - 1] ?? 0, to, n: counts.get(i) ?? 0 }));
  return { lines, gaps, valley: valleyOf(gaps) };
}

/** The middle of the class with the fewest gaps per factor of length. */
function valleyOf(gaps: Sensitivity["gaps"]): number | null {
  if (gaps.reduce((all, { n }) => all + n, 0) < ENOUGH) return null;
  const candidates = gaps.flatMap(({ from, to, n }) =>
    to !== null && from >= 300 && to <= 4 * 3600
      ? [{ seconds: Math.sqrt(from * to), density: n / Math.log(to / from) }]
      : [],
  );
  const [least] = candidates.sort((a, b) => a.density - b.density);
  return least === undefined ? null : Math.round(least.seconds / 60);
}
