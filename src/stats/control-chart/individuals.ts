import { momentsOf } from "../descriptive/moments.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { type ControlChart, type ControlPoint, controlChart } from "./control-chart.ts";
import { type RunRule, WESTERN_ELECTRIC } from "./run-rules.ts";

export interface IndividualsChart extends ControlChart {
  readonly sigma: number;
  /** Of neighbours, from the second point on; a signal is a range above its limit. */
  readonly movingRanges: readonly ControlPoint[];
}

export interface IndividualsOptions {
  /** The first points, that limits are made from; all where it is left out. */
  readonly baseline?: number;
  readonly rules?: readonly RunRule[];
}

/** Mean of the range of two normal values, and of its limit, in standard deviations. */
const D2 = 2 / Math.sqrt(Math.PI);
const D3 = Math.sqrt(2 - 4 / Math.PI);

/**
 * Single values with limits from the mean moving range, which a shift or a trend hardly widens (Montgomery, chapter 6).
 */
export function individualsChart(
  values: ArrayLike<number>,
  { baseline = values.length, rules = WESTERN_ELECTRIC }: IndividualsOptions = {},
): Inferred<IndividualsChart> {
  const method = "individuals chart, moving ranges of two";
  const n = Math.min(baseline, values.length);
  const { mean: centre } = momentsOf(values).n > n ? momentsOf(Array.from(values).slice(0, n)) : momentsOf(values);
  const ranges = Array.from({ length: Math.max(0, values.length - 1) }, (_, i) =>
    Math.abs((values[i + 1] as number) - (values[i] as number)),
  );
  const meanRange = momentsOf(ranges.slice(0, Math.max(0, n - 1))).mean;
  if (!(meanRange > 0)) return undetermined(method, n, n < 2 ? "limits need two values" : "the values do not vary");
  const sigma = meanRange / D2;
  const errors = new Float64Array(values.length).fill(sigma);
  const upper = meanRange + 3 * D3 * sigma;
  return {
    status: "ok",
    method,
    n,
    assumptions: ["values are nearly normal and independent of each other"],
    warnings: n < 20 ? [`limits are made from ${n} values only: they are uncertain`] : [],
    ...controlChart({ values, centre, sigma, errors, rules }),
    sigma,
    movingRanges: ranges.map((value) => ({
      value,
      centre: meanRange,
      lower: 0,
      upper,
      signals: value > upper ? ["beyond-limits"] : [],
    })),
  };
}
