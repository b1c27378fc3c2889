import { normal } from "../distributions/normal.ts";
import { type Inferred, type Interval, undetermined } from "../inference.ts";
import { type LifeTable, subjects, totalEvents } from "./life-table.ts";

const METHOD = "Kaplan-Meier, Greenwood errors, log-log intervals";

/** The curve just after one time of the table. */
export interface SurvivalPoint {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
  /** Estimated share without the event beyond the time. */
  readonly survival: number;
  /** Greenwood's standard error of the survival. */
  readonly se: number;
  /** Null where the survival is 1 or 0: the method says nothing there. */
  readonly interval: Interval | null;
}

/** A time by which a share has had the event. */
export interface SurvivalQuantile {
  /** Null where the curve does not fall so far. */
  readonly value: number | null;
  /** Where the bounds of the curve cross the share (Brookmeyer, Crowley 1982); null where they do not fall so far. */
  readonly low: number | null;
  readonly high: number | null;
  readonly level: number;
}

export interface SurvivalCurve {
  /** One per time of the table; the curve is 1 before the first. */
  readonly points: readonly SurvivalPoint[];
  readonly events: number;
  readonly median: SurvivalQuantile;
}

/**
 * The product-limit estimate of the share that survives (Kaplan, Meier 1958), from subjects of whom some are
 * censored: S(t) is the product over times up to t of 1 - events / at risk.
 */
export function kaplanMeier(table: LifeTable, { level = 0.95 } = {}): Inferred<SurvivalCurve> {
  const n = subjects(table);
  if (n === 0) return undetermined(METHOD, 0, "there are no subjects");
  const events = totalEvents(table);
  const points = survivalPoints(table, level);
  const share = Math.max(...points.map(({ survival }) => survival).slice(-1));
  const warnings = [
    ...(events === 0 ? ["no event happened: the curve stays at 1"] : []),
    ...(events > 0 && share > 0.5 ? ["the curve does not reach one half: there is no median yet"] : []),
  ];
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["whether a subject is censored does not depend on when its event would happen"],
    warnings,
    points,
    events,
    median: survivalQuantile(points, { share: 0.5, level }),
  };
}

function survivalPoints({ times, atRisk, events, censored }: LifeTable, level: number): readonly SurvivalPoint[] {
  const reach = normal().upperQuantile((1 - level) / 2);
  let [survival, greenwood] = [1, 0];
  return Array.from(times, (time, i) => {
    const [here, happened] = [atRisk[i] as number, events[i] as number];
    survival *= 1 - happened / here;
    if (happened > 0) greenwood += happened / (here * (here - happened));
    const open = survival > 0 && survival < 1;
    return {
      time,
      atRisk: here,
      events: happened,
      censored: censored[i] as number,
      survival,
      se: survival > 0 ? survival * Math.sqrt(greenwood) : 0,
      interval: open ? logLogInterval(survival, (reach * Math.sqrt(greenwood)) / Math.log(survival), level) : null,
    };
  });
}

function logLogInterval(survival: number, spread: number, level: number): Interval {
  return { low: survival ** Math.exp(-spread), high: survival ** Math.exp(spread), level };
}

export interface QuantileOptions {
  /** Of subjects that have had the event: 0.5 for the median. */
  readonly share: number;
  readonly level?: number;
}

/** The time by which `share` have had the event; the middle of the step where the curve rests exactly there. */
export function survivalQuantile(
  points: readonly SurvivalPoint[],
  { share, level = 0.95 }: QuantileOptions,
): SurvivalQuantile {
  const left = 1 - share;
  return {
    value: crossing(points, left, ({ survival }) => survival),
    low: crossing(points, left, ({ survival, interval }) => interval?.low ?? (survival === 1 ? 1 : null)),
    high: crossing(points, left, ({ survival, interval }) => interval?.high ?? (survival === 1 ? 1 : null)),
    level,
  };
}

/** Shares closer than this are the same: 1 - 1/3 - 1/6 is one half. */
const SAME = 1.5e-8;

function crossing(
  points: readonly SurvivalPoint[],
  left: number,
  height: (point: SurvivalPoint) => number | null,
): number | null {
  for (const [i, point] of points.entries()) {
    const here = height(point);
    if (here === null) return null;
    if (here > left + SAME) continue;
    if (here < left - SAME) return point.time;
    const next = points.slice(i + 1).find((later) => later.events > 0) ?? points.at(-1);
    return (point.time + (next ?? point).time) / 2;
  }
  return null;
}

/** The estimated survival just after a time. */
export function survivalAt(points: readonly SurvivalPoint[], time: number): number {
  let survival = 1;
  for (const point of points) {
    if (point.time > time) break;
    survival = point.survival;
  }
  return survival;
}
