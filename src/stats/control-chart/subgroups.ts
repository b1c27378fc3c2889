import { AppError } from "../../core/errors.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { requireFinite } from "../input.ts";
import { lgamma } from "../special/gamma.ts";
import { type ControlChart, type ControlPoint, controlChart } from "./control-chart.ts";
import { type RunRule, WESTERN_ELECTRIC } from "./run-rules.ts";

export interface Subgroups {
  readonly means: ArrayLike<number>;
  /** Standard deviations within (n - 1). */
  readonly deviations: ArrayLike<number>;
  /** Two or more each. */
  readonly sizes: ArrayLike<number>;
}

export interface SubgroupsChart extends ControlChart {
  readonly sigma: number;
  /** The standard deviations on their own chart. */
  readonly deviations: readonly ControlPoint[];
}

/** Mean of the standard deviation (n - 1) of `n` normal values, in true ones. */
export function c4(n: number): number {
  return Math.sqrt(2 / (n - 1)) * Math.exp(lgamma(n / 2) - lgamma((n - 1) / 2));
}

/** Means of subgroups (X-bar) with their deviations (S); limits from the pooled deviation within subgroups. */
export function subgroupsChart(
  { means, deviations, sizes }: Subgroups,
  { rules = WESTERN_ELECTRIC }: { readonly rules?: readonly RunRule[] } = {},
): Inferred<SubgroupsChart> {
  const method = "X-bar and S chart, pooled deviation";
  requireFinite(means, "the means");
  requireFinite(deviations, "the deviations");
  let [degrees, squares, weighted, total] = [0, 0, 0, 0];
  for (let i = 0; i < means.length; i++) {
    const size = sizes[i] as number;
    if (!(size >= 2))
      throw new AppError("USAGE", `subgroup ${i} has ${size} values`, { hint: "give two or more each" });
    degrees += size - 1;
    squares += (size - 1) * (deviations[i] as number) ** 2;
    weighted += size * (means[i] as number);
    total += size;
  }
  if (!(squares > 0))
    return undetermined(method, total, means.length === 0 ? "there are no subgroups" : "the values do not vary");
  const sigma = Math.sqrt(squares / degrees) / c4(degrees + 1);
  const errors = Float64Array.from(sizes, (size) => sigma / Math.sqrt(size));
  return {
    status: "ok",
    method,
    n: total,
    assumptions: ["values within subgroups are independent, with the same variance", "means are nearly normal"],
    warnings: means.length < 20 ? [`limits are made from ${means.length} subgroups only: they are uncertain`] : [],
    ...controlChart({ values: means, centre: weighted / total, sigma, errors, rules }),
    sigma,
    deviations: Array.from(sizes, (size, i) => {
      const [value, centre] = [deviations[i] as number, c4(size) * sigma];
      const reach = 3 * sigma * Math.sqrt(1 - c4(size) ** 2);
      const [lower, upper] = [Math.max(0, centre - reach), centre + reach];
      return { value, centre, lower, upper, signals: value > upper || value < lower ? ["beyond-limits"] : [] };
    }),
  };
}
