import { type ChangePoint, changePoints } from "../../forecast/change-points/change-points.ts";
import type { ChangeKind } from "../../forecast/change-points/segment-cost.ts";
import type { Interval } from "../../stats/inference.ts";
import { type Section, section } from "./section.ts";

/** A period from which the metric, without its seasons, follows another level or line. */
export interface Change {
  readonly period: string;
  /** First and last period at which it may lie (95 %). */
  readonly earliest: string;
  readonly latest: string;
  /** By how much the level jumps there, in the unit of the metric. */
  readonly shift: number;
  readonly interval: Interval | null;
  /** Per period, before and after; 0 where only levels are looked at. */
  readonly slopeBefore: number;
  readonly slopeAfter: number;
  readonly sdBefore: number;
  readonly sdAfter: number;
  /** Periods before and after, up to the next changes. */
  readonly before: number;
  readonly after: number;
}

export interface Changes {
  readonly kind: ChangeKind;
  readonly points: readonly Change[];
  readonly penalty: number;
}

/** Change points of the values without their seasons. */
export function changesOf(values: Float64Array, kind: ChangeKind, periods: readonly string[]): Section<Changes> {
  return section(changePoints(values, { kind }), ({ points, penalty }) => ({
    ...{ kind, penalty },
    points: points.map((point) => changeOf(point, periods)),
  }));
}

function changeOf({ at, earliest, latest, before, after, shift }: ChangePoint, periods: readonly string[]): Change {
  const name = (step: number): string => periods[step] ?? "";
  return {
    ...{ period: name(at), earliest: name(earliest), latest: name(latest) },
    ...{ shift: shift.value, interval: shift.interval },
    ...{ slopeBefore: before.slope, slopeAfter: after.slope, sdBefore: before.sd, sdAfter: after.sd },
    ...{ before: before.to - before.from, after: after.to - after.from },
  };
}
