import type { PairSumsRow } from "../../models/group-pair/pair-sums.ts";
import { retentionPairQuery } from "../../models/retention/retention-pair.ts";
import type { Query } from "../../sql/query.ts";
import { groupOf } from "./comparison.ts";
import type { RetentionParams } from "./params.ts";
import type { AskedRetention } from "./request.ts";

const DEFAULT_CONTROLS = 5;

export interface TargetCohorts {
  /** Number of the target's period. */
  readonly target: number;
  readonly controls: readonly number[];
}

/** The cohorts that are compared; null where none is asked for. */
export function targetCohorts(
  { target: day, controls }: RetentionParams,
  { clock, request }: Pick<AskedRetention, "clock" | "request">,
): TargetCohorts | null {
  if (day === undefined) return null;
  const target = clock.numberOf(day);
  const step = request.grain === "day" ? 7 : 1;
  const wanted =
    controls?.map((control) => clock.numberOf(control)) ??
    Array.from({ length: DEFAULT_CONTROLS }, (_, i) => target - step * (i + 1));
  return { target, controls: wanted.filter((p0) => p0 !== target) };
}

/** Sums over users of the target's units and of those it is compared with: a user may have several, and be in both. */
export function targetQueries(
  params: RetentionParams,
  asked: AskedRetention,
): { readonly byControls: Query<PairSumsRow> | undefined; readonly byAgainst: Query<PairSumsRow> | undefined } {
  const cohorts = targetCohorts(params, asked);
  if (cohorts === null) return { byControls: undefined, byAgainst: undefined };
  const target = groupOf(asked, [cohorts.target]);
  const { controls } = cohorts;
  return {
    byControls: controls.length === 0 ? undefined : retentionPairQuery(groupOf(asked, controls), target),
    byAgainst:
      asked.against === null
        ? undefined
        : retentionPairQuery(groupOf({ request: asked.against, clock: asked.clock }, [cohorts.target]), target),
  };
}
