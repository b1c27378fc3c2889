import { kaplanMeier, type SurvivalPoint } from "../../stats/survival/kaplan-meier.ts";
import { type LifeTable, lifeTableOfCounts } from "../../stats/survival/life-table.ts";
import { logRank } from "../../stats/survival/log-rank.ts";
import { restrictedMean } from "../../stats/survival/restricted-mean.ts";
import type { SurvivalGroup, SurvivalResult } from "./survived.ts";

/** Rows of a group by their time, as an engine counts them. */
export interface DurationCounts {
  readonly group: string;
  /** Distinct and ascending. */
  readonly times: readonly number[];
  readonly events: readonly number[];
  readonly censored: readonly number[];
}

/** Points of a drawn curve at most. */
const DRAWN = 200;

type Curves = Pick<SurvivalResult, "times" | "groups" | "logRank" | "logRankReason" | "horizon" | "n" | "events">;

/** Curves of the groups at shared times, their means up to the horizon, and the log-rank test. */
export function survivalCurves(
  counts: readonly DurationCounts[],
  { level, horizon: asked }: { readonly level: number; readonly horizon?: number | undefined },
): Curves {
  const tables = counts.map((group) => ({ group: group.group, table: lifeTableOfCounts(group) }));
  const horizon = asked ?? sharedHorizon(tables.map(({ table }) => table));
  const times = gridOf(counts);
  const test = tables.length < 2 ? null : logRank(tables.map(({ table }) => table));
  const groups = tables.map(({ group, table }) => groupOf(group, table, { level, horizon, times }));
  return {
    times,
    groups,
    horizon,
    n: groups.reduce((sum, { n }) => sum + n, 0),
    events: groups.reduce((sum, { events }) => sum + events, 0),
    logRank:
      test?.status === "ok"
        ? {
            statistic: test.statistic,
            df: test.df,
            pValue: test.pValue,
            groups: test.groups.map(({ observed, expected }) => ({ observed, expected })),
          }
        : null,
    logRankReason: test?.status === "undetermined" ? test.reason : null,
  };
}

const sharedHorizon = (tables: readonly LifeTable[]): number | null => {
  const ends = tables.flatMap(({ times }) => {
    const last = times.at(-1);
    return last === undefined ? [] : [last];
  });
  return ends.length === 0 ? null : Math.min(...ends);
};

/** 0 and the times at which something happens, thinned evenly where there are many. */
function gridOf(counts: readonly DurationCounts[]): readonly number[] {
  const all = [...new Set([0, ...counts.flatMap(({ times }) => times)])].sort((a, b) => a - b);
  const every = Math.ceil(all.length / DRAWN);
  return all.filter((_, i) => i % every === 0 || i === all.length - 1);
}

interface GroupOptions {
  readonly level: number;
  readonly horizon: number | null;
  readonly times: readonly number[];
}

function groupOf(group: string, table: LifeTable, { level, horizon, times }: GroupOptions): SurvivalGroup {
  const curve = kaplanMeier(table, { level });
  const mean = horizon === null ? null : restrictedMean(table, horizon, { level });
  const n = table.atRisk[0] ?? 0;
  const last = table.times.at(-1) ?? 0;
  const points = curve.status === "ok" ? curve.points : [];
  const at = times.map((time) => (time > last ? null : (lastUpTo(points, time) ?? "start")));
  const value = (of: (point: SurvivalPoint) => number | null): readonly (number | null)[] =>
    at.map((point) => (point === null ? null : point === "start" ? 1 : of(point)));
  const median = curve.status === "ok" ? curve.median : null;
  return {
    group,
    n,
    events: curve.status === "ok" ? curve.events : 0,
    median: { value: median?.value ?? null, low: median?.low ?? null, high: median?.high ?? null },
    mean: mean?.status === "ok" ? { value: mean.mean.value, interval: mean.mean.interval } : null,
    survival: value(({ survival }) => survival),
    low: value(({ interval, survival }) => interval?.low ?? (survival === 1 ? 1 : null)),
    high: value(({ interval, survival }) => interval?.high ?? (survival === 1 ? 1 : null)),
    atRisk: times.map((time) => riskAt(table, time)),
  };
}

/** The last point at or before a time; undefined before the first. */
function lastUpTo(points: readonly SurvivalPoint[], time: number): SurvivalPoint | undefined {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.time ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return points[low - 1];
}

/** Subjects still followed just before a time. */
function riskAt({ times, atRisk }: LifeTable, time: number): number {
  const at = times.findIndex((own) => own >= time);
  return at < 0 ? 0 : (atRisk[at] ?? 0);
}
