import { normal } from "../../stats/distributions/normal.ts";
import { type Estimate, type Inferred, undetermined } from "../../stats/inference.ts";
import { missingReason } from "../decomposition/decomposition.ts";
import { binarySegmentation } from "./binary-segmentation.ts";
import { noiseVariance } from "./noise-variance.ts";
import { pelt } from "./pelt.ts";
import { type ChangeKind, type SegmentCost, segmentCost } from "./segment-cost.ts";
import { type StretchFit, stretchFit } from "./stretch-fit.ts";

export interface ChangePointOptions {
  /** Default "mean". */
  readonly kind?: ChangeKind;
  /** PELT is exact, binary segmentation quicker. Default "pelt". */
  readonly search?: "pelt" | "binary";
  /** What a change must gain in minus twice the log likelihood; default (parameters + 2) log n (Zhang, Siegmund 2007). */
  readonly penalty?: number;
  /** Steps of the shortest stretch; default 2, 3 for trends. */
  readonly shortest?: number;
  /** Long-run variance of the noise, for "mean" and "trend"; default `noiseVariance`. */
  readonly variance?: number;
  /** Of the intervals; default 0.95. */
  readonly level?: number;
}

/** A step at which the series becomes another one. */
export interface ChangePoint {
  /** First step of what comes after. */
  readonly at: number;
  /** First and last step at which it may lie, by the inverted likelihood ratio (Eo, Morley 2015). */
  readonly earliest: number;
  readonly latest: number;
  readonly before: StretchFit;
  readonly after: StretchFit;
  /** By how much the level jumps there. */
  readonly shift: Estimate;
}

export interface ChangePoints {
  /** In order; none when no change gains the penalty. */
  readonly points: readonly ChangePoint[];
  readonly penalty: number;
  /** Of the noise, as used; null for "mean-variance". */
  readonly variance: number | null;
}

/** Steps up to which every place is searched. */
const EVERY_PLACE = 3000;

/**
 * Where a series changes its level, its level and spread, or its level and slope. Undetermined with missing values, too few
 * or none that differ. Beyond 3,000 steps places are searched at equal distances first, then around the best ones.
 */
export function changePoints(values: Float64Array, options: ChangePointOptions = {}): Inferred<ChangePoints> {
  const { kind = "mean", search = "pelt", level = 0.95 } = options;
  const n = values.length;
  const method = `change points of the ${kind} (${search === "pelt" ? "PELT" : "binary segmentation"})`;
  const missing = missingReason(values);
  if (missing !== null) return undetermined(method, n, missing);
  const variance = options.variance ?? noiseVariance(values);
  if (!(variance > 0)) return undetermined(method, n, "all values are equal");
  const cost = segmentCost(values, kind, variance);
  const shortest = Math.max(options.shortest ?? 2, cost.shortest);
  if (n < 2 * shortest) return undetermined(method, n, `${n} steps are less than two stretches of ${shortest}`);
  const penalty = options.penalty ?? (cost.parameters + 2) * Math.log(n);
  const found = foundChanges(n, cost, { search, penalty, shortest });
  const edges = [0, ...found, n];
  const points = found.map((at, i): ChangePoint => {
    const [from, to] = [edges[i] ?? 0, edges[i + 2] ?? n];
    const before = stretchFit(values, { from, to: at, kind });
    const after = stretchFit(values, { from: at, to, kind });
    const place = whereabouts(cost, { from, at, to, shortest, level });
    return {
      at,
      ...place,
      before,
      after,
      shift: jump({ at, before, after, variance: kind === "mean-variance" ? null : variance }, level),
    };
  });
  return {
    ...{ status: "ok", method, n, points, penalty, variance: kind === "mean-variance" ? null : variance },
    assumptions: [
      "normal noise",
      kind === "mean-variance" ? "noise without correlation" : "noise of constant variance",
    ],
    warnings: [],
  };
}

interface Search {
  readonly search: "pelt" | "binary";
  readonly penalty: number;
  readonly shortest: number;
}

function foundChanges(n: number, cost: SegmentCost, { search, penalty, shortest }: Search): readonly number[] {
  const find = search === "pelt" ? pelt : binarySegmentation;
  const stride = Math.ceil(n / EVERY_PLACE);
  if (stride === 1) return find(n, cost, { penalty, shortest });
  const places = Math.floor(n / stride);
  const at = (place: number): number => (place === places ? n : place * stride);
  const coarse: SegmentCost = { ...cost, of: (from, to) => cost.of(at(from), at(to)) };
  const found = find(places, coarse, { penalty, shortest: Math.ceil(shortest / stride) }).map(at);
  return found.map((change, i) => {
    const [from, to] = [found[i - 1] ?? 0, found[i + 1] ?? n];
    const total = (step: number): number => cost.of(from, step) + cost.of(step, to);
    let best = change;
    for (let step = change - stride + 1; step < change + stride; step++)
      if (step - from >= shortest && to - step >= shortest && total(step) < total(best)) best = step;
    return best;
  });
}

/** Steps where the change could lie as well: the cost is within -2 ln(1 - sqrt(level)) of the least. */
function whereabouts(
  cost: SegmentCost,
  place: {
    readonly from: number;
    readonly at: number;
    readonly to: number;
    readonly shortest: number;
    readonly level: number;
  },
): Pick<ChangePoint, "earliest" | "latest"> {
  const { from, at, to, shortest, level } = place;
  const limit = cost.of(from, at) + cost.of(at, to) - 2 * Math.log(1 - Math.sqrt(level));
  let [earliest, latest] = [at, at];
  for (let step = from + shortest; step <= to - shortest; step++) {
    if (cost.of(from, step) + cost.of(step, to) > limit) continue;
    earliest = Math.min(earliest, step);
    latest = Math.max(latest, step);
  }
  return { earliest, latest };
}

interface Jump {
  readonly at: number;
  readonly before: StretchFit;
  readonly after: StretchFit;
  /** Null: each stretch has its own. */
  readonly variance: number | null;
}

function jump({ at, before, after, variance }: Jump, level: number): Estimate {
  const value = after.valueAt(at) - before.valueAt(at);
  const error = (fit: StretchFit): number => (variance ?? fit.sd * fit.sd) * fit.leverageAt(at);
  const se = Math.sqrt(error(before) + error(after));
  const reach = normal().quantile(0.5 + level / 2) * se;
  return { value, se, interval: { low: value - reach, high: value + reach, level } };
}
