import type { PairSumsRow } from "../../models/group-pair/pair-sums.ts";
import type { CohortCounts } from "../../models/retention/cohort-counts.ts";
import type { Interval } from "../../stats/inference.ts";
import { adjustedWhereKnown } from "../../stats/multiple-testing/adjusted-p.ts";
import type { Rate } from "../../stats/proportions/rate.ts";
import type { UserGroups } from "../../stats/proportions/shared-users.ts";
import { compared, groupsOf } from "../group-comparison.ts";
import { byPeriod } from "./cohort-table.ts";
import { type Echo, type EchoEffects, echoesOf, rateOf } from "./echo.ts";
import type { RetentionParams } from "./params.ts";
import type { AskedRetention } from "./request.ts";
import { targetCohorts } from "./target-cohorts.ts";

/** The target's share less a control's. */
export interface Comparison {
  readonly control: Rate;
  readonly difference: number | null;
  /** Newcombe's interval, with users in both and several units of one user. */
  readonly interval: Interval | null;
  /** z test with the pooled variance, likewise; null when there is no variance, or too few. */
  readonly pValue: number | null;
  /** Adjusted by Benjamini and Hochberg over the columns that have a p-value. */
  readonly adjusted: number | null;
  /** Why there is no p-value; null where there is one. */
  readonly undetermined: string | null;
}

export interface TargetPoint {
  readonly column: number;
  /** The period of the calendar in which the column lies; null with other clocks and brackets. */
  readonly period: string | null;
  readonly target: Rate;
  /** Against the control cohorts together. */
  readonly controls: Comparison;
  /** Middle of the control cohorts' own shares. */
  readonly median: number | null;
  /** Against those who started with the target and fit the second control's filters; null when not asked for. */
  readonly against: Comparison | null;
  /** Set where the column lies on an unusual period of the calendar, or stands out from its own neighbours. */
  readonly echo: Echo | null;
}

export interface TargetComparison {
  readonly cohort: string;
  readonly size: number;
  readonly controls: readonly { readonly cohort: string; readonly size: number }[];
  readonly against: { readonly label: string; readonly size: number } | null;
  readonly points: readonly TargetPoint[];
}

interface Given {
  readonly params: RetentionParams;
  readonly asked: AskedRetention;
  readonly against: readonly CohortCounts[];
  /** Sums over users of the controls and the target, and of the second control and the target. */
  readonly byControls: readonly PairSumsRow[];
  readonly byAgainst: readonly PairSumsRow[];
  readonly effects: EchoEffects;
}

/** A target cohort against earlier ones, and against others who started with it; or why there is no comparison. */
export function targetComparison(
  counts: readonly CohortCounts[],
  { params, asked, against, byControls, byAgainst, effects }: Given,
): TargetComparison | { readonly missing: string } | null {
  const wanted = targetCohorts(params, asked);
  if (wanted === null) return null;
  const { clock, request } = asked;
  const cohorts = byPeriod(counts);
  const p0 = wanted.target;
  const target = cohorts.find((one) => one.p0 === p0);
  if (target === undefined) return { missing: `nobody started in the target's period, ${clock.label(p0)}` };
  const controls = cohorts.filter((one) => wanted.controls.includes(one.p0));
  if (controls.length === 0) return { missing: "there are no control cohorts in the days asked for" };
  const second = params.against === undefined ? null : (byPeriod(against).find((one) => one.p0 === p0) ?? null);
  const columns = target.retained
    .map((_, column) => column)
    .slice(1)
    .filter((column) => [target, ...controls].every((one) => clock.state(one.p0, column) === "complete"));
  const first = sharesOf(columns, byControls);
  const bySecond = second === null ? null : sharesOf(columns, byAgainst);
  const echoes = echoesOf(target, cohorts, { ...asked, effects });
  const named = (p: number): { readonly cohort: string; readonly size: number } => ({
    cohort: clock.label(p),
    size: controls.find((one) => one.p0 === p)?.retained[0] ?? 0,
  });
  return {
    cohort: clock.label(p0),
    size: target.retained[0] ?? 0,
    controls: controls.map((one) => named(one.p0)),
    against: params.against === undefined ? null : { label: params.against.join(", "), size: second?.retained[0] ?? 0 },
    points: columns.flatMap((column): readonly TargetPoint[] => {
      const known = first.get(column);
      if (known === undefined) return [];
      return [
        {
          column,
          period: request.clock === "calendar" && request.brackets === null ? clock.label(p0 + column) : null,
          target: known.target,
          controls: known.comparison,
          median: medianOf(controls.flatMap((one) => rateOf([one], column).value ?? [])),
          against: bySecond?.get(column)?.comparison ?? null,
          echo: echoes.get(column) ?? null,
        },
      ];
    }),
  };
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** With one unit of each user and nobody in both, Newcombe's interval holds for any number of users. */
function comparedShares(groups: UserGroups): ReturnType<typeof compared> {
  const { first, second, shared } = groups;
  const isPlain = shared.users === 0 && first.trials2 === first.users && second.trials2 === second.users;
  return isPlain ? compared(groups, 1) : compared(groups);
}

interface Compared {
  readonly target: Rate;
  readonly comparison: Comparison;
}

/** The target's share of each column beside that of the first group of the sums. */
function sharesOf(columns: readonly number[], rows: readonly PairSumsRow[]): ReadonlyMap<number, Compared> {
  const shares = rows
    .filter(({ m }) => columns.includes(m))
    .map((row) => ({ column: row.m, ...comparedShares(groupsOf(row)) }));
  const adjusted = adjustedWhereKnown(
    shares.map(({ pValue }) => pValue),
    "bh",
  );
  return new Map(
    shares.map(({ column, asked, versus, ...rest }, i) => [
      column,
      { target: asked, comparison: { control: versus, ...rest, adjusted: adjusted[i] ?? null } },
    ]),
  );
}
