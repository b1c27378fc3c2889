import { AppError } from "../../core/errors.ts";
import { type Moments, momentsOf } from "../descriptive/moments.ts";
import { median } from "../descriptive/quantile.ts";
import { compensatedSum } from "../descriptive/sum.ts";
import type { Samples, Statistic } from "./samples.ts";

/** Column of a group; empty where there is none. */
function column(samples: Samples, group: number, index = 0): Float64Array {
  const found = samples[group]?.[index];
  if (found !== undefined) return found;
  throw new AppError("USAGE", `the statistic needs column ${index} of group ${group}`, {
    hint: "give as many groups and columns as its documentation names",
  });
}

const meanOf = (values: Float64Array): number => compensatedSum(values) / values.length;
const squaredError = ({ n, m2 }: Moments): number => m2 / (n - 1) / n;

function correlation(samples: Samples): number {
  const [x, y] = [column(samples, 0), column(samples, 0, 1)];
  const [mx, my] = [momentsOf(x), momentsOf(y)];
  const products = x.reduce((sum, value, i) => sum + (value - mx.mean) * ((y[i] as number) - my.mean), 0);
  return products / Math.sqrt(mx.m2 * my.m2);
}

const ratioOf = (samples: Samples, group: number): number =>
  compensatedSum(column(samples, group)) / compensatedSum(column(samples, group, 1));

/** Statistics by name: what work in other threads can be told. Groups and columns count from 0. */
export const STATISTICS = {
  /** Mean of group 0. */
  mean: {
    value: (samples) => meanOf(column(samples, 0)),
    standardError: (samples) => Math.sqrt(squaredError(momentsOf(column(samples, 0)))),
  },
  median: { value: (samples) => median(column(samples, 0)) ?? Number.NaN },
  variance: {
    value: (samples) => {
      const { n, m2 } = momentsOf(column(samples, 0));
      return m2 / (n - 1);
    },
  },
  /** Mean of group 0 less mean of group 1. */
  "mean-difference": {
    value: (samples) => meanOf(column(samples, 0)) - meanOf(column(samples, 1)),
    standardError: (samples) =>
      Math.sqrt(squaredError(momentsOf(column(samples, 0))) + squaredError(momentsOf(column(samples, 1)))),
  },
  "median-difference": {
    value: (samples) => (median(column(samples, 0)) ?? Number.NaN) - (median(column(samples, 1)) ?? Number.NaN),
  },
  /** Mean of group 0 over mean of group 1. */
  "mean-ratio": { value: (samples) => meanOf(column(samples, 0)) / meanOf(column(samples, 1)) },
  /** Sum of column 0 over sum of column 1 of group 0: a metric with two parts. */
  ratio: { value: (samples) => ratioOf(samples, 0) },
  /** That ratio of group 0 less that of group 1. */
  "ratio-difference": { value: (samples) => ratioOf(samples, 0) - ratioOf(samples, 1) },
  /** Pearson's correlation of columns 0 and 1 of group 0. */
  correlation: { value: correlation },
} as const satisfies Record<string, Statistic>;

export type StatisticName = keyof typeof STATISTICS;
