import { type RunRule, signals } from "./run-rules.ts";

export interface ControlPoint {
  readonly value: number;
  readonly centre: number;
  readonly lower: number;
  readonly upper: number;
  /** Ids of the rules that signal here; none where all is as usual. */
  readonly signals: readonly string[];
}

/** A chart of values against what is expected of them. */
export interface ControlChart {
  readonly points: readonly ControlPoint[];
  readonly centre: number;
  /** Standard deviation of a single observation, as the chart estimates it; null for shares and rates. */
  readonly sigma: number | null;
}

export interface ChartParts {
  readonly values: ArrayLike<number>;
  readonly centre: number;
  readonly sigma: number | null;
  /** Standard error of each value. */
  readonly errors: ArrayLike<number>;
  readonly rules: readonly RunRule[];
  /** Values the chart can take. */
  readonly range?: readonly [number, number];
}

/** Limits at three standard errors, cut to the range of the values. */
export function controlChart({
  values,
  centre,
  sigma,
  errors,
  rules,
  range = [-Infinity, Infinity],
}: ChartParts): ControlChart {
  const z = Float64Array.from(values, (value, i) => (value - centre) / (errors[i] as number));
  const found = signals(z, rules);
  const points = Array.from(z, (_, i) => {
    const reach = 3 * (errors[i] as number);
    return {
      value: values[i] as number,
      centre,
      lower: Math.max(range[0], centre - reach),
      upper: Math.min(range[1], centre + reach),
      signals: found[i] ?? [],
    };
  });
  return { points, centre, sigma };
}
