import { AppError } from "../../core/errors.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { requireCounts, requireFinite } from "../input.ts";
import { type ControlChart, controlChart } from "./control-chart.ts";
import { type RunRule, WESTERN_ELECTRIC } from "./run-rules.ts";

export interface AttributesOptions {
  readonly rules?: readonly RunRule[];
}

/** Shares of `sizes` trials, with binomial limits for each size. */
export function pChart(
  counts: ArrayLike<number>,
  sizes: ArrayLike<number>,
  { rules = WESTERN_ELECTRIC }: AttributesOptions = {},
): Inferred<ControlChart> {
  const method = "p chart";
  const { centre, total } = pooled(counts, sizes);
  for (let i = 0; i < counts.length; i++) {
    if ((counts[i] as number) <= (sizes[i] as number)) continue;
    throw new AppError("USAGE", `${counts[i]} of ${sizes[i]} at position ${i}`, {
      hint: "counts are parts of their size",
    });
  }
  if (!(centre > 0 && centre < 1)) {
    return undetermined(method, total, total === 0 ? "there are no trials" : `every trial is ${centre}`);
  }
  const variance = centre * (1 - centre);
  const small = Array.from(sizes).filter((size) => size * Math.min(centre, 1 - centre) < 5).length;
  return {
    status: "ok",
    method,
    n: total,
    assumptions: ["trials are independent, with one probability"],
    warnings: small > 0 ? [`${small} points expect fewer than 5 of a kind: normal limits are rough there`] : [],
    ...controlChart({
      values: shares(counts, sizes),
      centre,
      sigma: null,
      errors: Float64Array.from(sizes, (size) => Math.sqrt(variance / size)),
      rules,
      range: [0, 1],
    }),
  };
}

/** Rates of counts per unit of exposure (users, hours), with Poisson limits for each exposure. */
export function uChart(
  counts: ArrayLike<number>,
  exposures: ArrayLike<number>,
  { rules = WESTERN_ELECTRIC }: AttributesOptions = {},
): Inferred<ControlChart> {
  const method = "u chart";
  const { centre, total } = pooled(counts, exposures);
  if (!(centre > 0))
    return undetermined(method, counts.length, total === 0 ? "there is no exposure" : "nothing was counted");
  const small = Array.from(exposures).filter((exposure) => exposure * centre < 5).length;
  return {
    status: "ok",
    method,
    n: counts.length,
    assumptions: ["events are independent, with one rate"],
    warnings: small > 0 ? [`${small} points expect fewer than 5: normal limits are rough there`] : [],
    ...controlChart({
      values: shares(counts, exposures),
      centre,
      sigma: null,
      errors: Float64Array.from(exposures, (exposure) => Math.sqrt(centre / exposure)),
      rules,
      range: [0, Infinity],
    }),
  };
}

function pooled(
  counts: ArrayLike<number>,
  sizes: ArrayLike<number>,
): { readonly centre: number; readonly total: number } {
  requireCounts(counts, "the counts");
  requireFinite(sizes, "the sizes");
  let [sum, total] = [0, 0];
  for (let i = 0; i < counts.length; i++) {
    if (!((sizes[i] as number) > 0)) {
      throw new AppError("USAGE", `size ${sizes[i]} at position ${i}`, { hint: "leave out points of no size" });
    }
    sum += counts[i] as number;
    total += sizes[i] as number;
  }
  return { centre: sum / total, total };
}

function shares(counts: ArrayLike<number>, sizes: ArrayLike<number>): Float64Array {
  return Float64Array.from(counts, (count, i) => count / (sizes[i] as number));
}
