import { OTHER, TOTAL } from "../../contract/selection.ts";
import type { LapseRow } from "../../models/retention/lapses.ts";
import type { Cohort } from "../../models/retention/retention-request.ts";
import type { Interval } from "../../stats/inference.ts";
import { kaplanMeier } from "../../stats/survival/kaplan-meier.ts";
import { type LifeTable, lifeTableOfCounts } from "../../stats/survival/life-table.ts";
import { logRank } from "../../stats/survival/log-rank.ts";

export interface SurvivalLine {
  readonly value: string;
  readonly n: number;
  readonly lapsed: number;
  /** Periods by whose end half have lapsed; null where the curve does not fall so far. */
  readonly median: number | null;
  readonly points: readonly {
    readonly periods: number;
    readonly share: number;
    readonly interval: Interval | null;
    readonly atRisk: number;
  }[];
}

export interface RetentionSurvival {
  /** Periods without a return after which a user has lapsed. */
  readonly lapse: number;
  readonly total: SurvivalLine;
  readonly lines: readonly SurvivalLine[];
  /** Why there are no intervals and no test of the values; null where there are. */
  readonly undetermined: string | null;
  /** Whether values lapse alike; null without values to compare. */
  readonly logRank: { readonly statistic: number; readonly df: number; readonly pValue: number } | null;
}

interface SurvivalOptions {
  readonly lapse: number;
  readonly values: readonly string[];
  readonly cohort: Cohort;
}

/**
 * The share that has not lapsed, by periods since the start, with those still followed at the end of the data censored.
 * Where a user is followed from several starts, errors of independent units would be too small: none are given.
 */
export function retentionSurvival(
  rows: readonly LapseRow[],
  { lapse, values, cohort }: SurvivalOptions,
): RetentionSurvival | null {
  const once = cohort === "first";
  const total = lineOf(TOTAL, rows, once);
  if (total === null) return null;
  const own = values.map((value) => ({
    value,
    rows: rows.filter(({ v }) => (value === OTHER ? v === OTHER || !values.includes(v) : v === value)),
  }));
  const tables = own.flatMap(({ rows: some }) => (some.length === 0 ? [] : [tableOf(some)]));
  const test = once ? logRank(tables) : null;
  return {
    lapse,
    total,
    lines: own.flatMap(({ value, rows: some }) => lineOf(value, some, once) ?? []),
    undetermined: once ? null : "users are followed from several starts, which are not independent",
    logRank: test?.status === "ok" ? { statistic: test.statistic, df: test.df, pValue: test.pValue } : null,
  };
}

function tableOf(rows: readonly LapseRow[]): LifeTable {
  const times = [...new Set(rows.map(({ time }) => time))].sort((a, b) => a - b);
  const count = (lapsed: number): readonly number[] =>
    times.map((time) =>
      rows.reduce((sum, row) => (row.time === time && row.lapsed === lapsed ? sum + row.units : sum), 0),
    );
  return lifeTableOfCounts({ times, events: count(1), censored: count(0) });
}

function lineOf(value: string, rows: readonly LapseRow[], once: boolean): SurvivalLine | null {
  if (rows.length === 0) return null;
  const curve = kaplanMeier(tableOf(rows));
  if (curve.status !== "ok") return null;
  return {
    value,
    n: curve.n,
    lapsed: curve.events,
    median: curve.median.value,
    points: curve.points.map(({ time, survival, interval, atRisk }) => ({
      periods: time,
      share: survival,
      interval: once ? interval : null,
      atRisk,
    })),
  };
}
