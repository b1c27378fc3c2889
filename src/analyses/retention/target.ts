import type { CohortCounts } from "../../models/retention/cohort-counts.ts";
import type { Interval } from "../../stats/inference.ts";
import { adjustedWhereKnown } from "../../stats/multiple-testing/adjusted-p.ts";
import { proportionDifference } from "../../stats/proportions/difference.ts";
import { type Rate, rate } from "../../stats/proportions/rate.ts";
import { twoProportionTest } from "../../stats/proportions/two-proportion-test.ts";
import { byPeriod } from "./cohort-table.ts";
import { type Echo, echoesOf, proportion, rateOf } from "./echo.ts";
import type { RetentionParams } from "./params.ts";
import type { AskedRetention } from "./request.ts";

/** The target's share less a control's. */
export interface Comparison {
  readonly control: Rate;
  readonly difference: number | null;
  /** Newcombe's interval. */
  readonly interval: Interval | null;
  /** z test with the pooled variance; null when there is no variance. */
  readonly pValue: number | null;
  /** Adjusted by Benjamini and Hochberg over the columns. */
  readonly adjusted: number | null;
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

const DEFAULT_CONTROLS = 5;

interface Given {
  readonly params: RetentionParams;
  readonly asked: AskedRetention;
  readonly against: readonly CohortCounts[];
}

/** A target cohort against earlier ones, and against others who started with it; or why there is no comparison. */
export function targetComparison(
  counts: readonly CohortCounts[],
  { params, asked, against }: Given,
): TargetComparison | { readonly missing: string } | null {
  if (params.target === undefined) return null;
  const { clock, request } = asked;
  const cohorts = byPeriod(counts);
  const p0 = clock.numberOf(params.target);
  const target = cohorts.find((one) => one.p0 === p0);
  if (target === undefined) return { missing: `nobody started in the target's period, ${clock.label(p0)}` };
  const step = request.grain === "day" ? 7 : 1;
  const wanted =
    params.controls?.map((day) => clock.numberOf(day)) ??
    Array.from({ length: DEFAULT_CONTROLS }, (_, i) => p0 - step * (i + 1));
  const controls = cohorts.filter((one) => one.p0 !== p0 && wanted.includes(one.p0));
  if (controls.length === 0) return { missing: "there are no control cohorts in the days asked for" };
  const second = params.against === undefined ? null : (byPeriod(against).find((one) => one.p0 === p0) ?? null);
  const columns = target.retained
    .map((_, column) => column)
    .slice(1)
    .filter((column) => [target, ...controls].every((one) => clock.state(one.p0, column) === "complete"));
  const shares = columns.map((column) => rateOf([target], column));
  const byControls = comparisons(
    shares,
    columns.map((column) => rateOf(controls, column)),
  );
  const bySecond =
    second === null
      ? null
      : comparisons(
          shares,
          columns.map((column) => rateOf([second], column)),
        );
  const echoes = echoesOf(target, cohorts, asked);
  const named = (p: number): { readonly cohort: string; readonly size: number } => ({
    cohort: clock.label(p),
    size: controls.find((one) => one.p0 === p)?.retained[0] ?? 0,
  });
  return {
    cohort: clock.label(p0),
    size: target.retained[0] ?? 0,
    controls: controls.map((one) => named(one.p0)),
    against: params.against === undefined ? null : { label: params.against.join(", "), size: second?.retained[0] ?? 0 },
    points: columns.flatMap((column, i): readonly TargetPoint[] => {
      const [share, compared] = [shares[i], byControls[i]];
      if (share === undefined || compared === undefined) return [];
      return [
        {
          column,
          period: request.clock === "calendar" && request.brackets === null ? clock.label(p0 + column) : null,
          target: share,
          controls: compared,
          median: medianOf(controls.flatMap((one) => rateOf([one], column).value ?? [])),
          against: bySecond?.[i] ?? null,
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

function comparisons(targets: readonly Rate[], controls: readonly Rate[]): readonly Comparison[] {
  const tests = controls.map((control, i) => {
    const target = targets[i] ?? rate(0, 0);
    const test = twoProportionTest(proportion(control), proportion(target));
    return test.status === "ok" ? test.pValue : null;
  });
  const adjusted = adjustedWhereKnown(tests, "bh");
  return controls.map((control, i) => {
    const difference = proportionDifference(proportion(control), proportion(targets[i] ?? rate(0, 0)));
    const known = difference.status === "ok" ? difference.difference : null;
    return {
      control,
      difference: known?.value ?? null,
      interval: known?.interval ?? null,
      pValue: tests[i] ?? null,
      adjusted: adjusted[i] ?? null,
    };
  });
}
