import { momentsOf } from "../descriptive/moments.ts";
import { type Inferred, type Interval, undetermined } from "../inference.ts";
import { scaledToOne } from "../power-of-two.ts";
import { type CoMoments, coMomentsOf, correlationOf } from "./co-moments.ts";
import { type Correlation, type CorrelationOptions, fisherInterval, pValueOfLinear } from "./correlation.ts";

const METHOD = "Pearson correlation";

/** Pearson's correlation of pairs of any size, however small or large the values; see {@link pearsonOfMoments}. */
export function pearson(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: CorrelationOptions = {},
): Inferred<Correlation> {
  return pearsonOfMoments(coMomentsOf(scaledToOne(x), scaledToOne(y)), options);
}

/**
 * Linear correlation with its t test and Fisher's interval (standard error 1 / √(n − 3) of atanh r, none below
 * four pairs). Undetermined below three pairs or when either side does not vary.
 */
export function pearsonOfMoments(
  moments: CoMoments,
  { alternative = "two-sided", level = 0.95 }: CorrelationOptions = {},
): Inferred<Correlation> {
  const { n } = moments;
  const r = correlationOf(moments);
  if (n < 3) return undetermined(METHOD, n, "a correlation needs at least three pairs");
  if (r === null) return undetermined(METHOD, n, "one of the two does not vary");
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["independent pairs", "a linear relation", "normal values for the p-value and the interval"],
    warnings: [],
    coefficient: {
      value: r,
      se: Math.sqrt(((1 - r) * (1 + r)) / (n - 2)),
      interval: n > 3 ? fisherInterval({ value: r, se: 1 / Math.sqrt(n - 3) }, { alternative, level }) : null,
    },
    pValue: pValueOfLinear(r, n - 2, alternative),
  };
}

/**
 * Interval of Pearson's r that does not assume normal values: the standard error comes from how far each pair pulls the coefficient
 * (its influence, Devlin, Gnanadesikan and Kettenring 1975), on the scale of atanh r. With values far out Fisher's interval may be
 * far too narrow; this one holds in large samples whatever the shape.
 * @param r the coefficient, of these pairs or of more that they are a sample of
 * @param n pairs that it rests on
 * @returns null below four pairs, when either side does not vary, and where all pairs lie on a line
 */
export function shapeFreeInterval(
  { x, y }: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> },
  { r, n, level = 0.95 }: { readonly r: number; readonly n: number; readonly level?: number },
): Interval | null {
  const [a, b] = [scaledToOne(x), scaledToOne(y)];
  const [mx, my] = [momentsOf(a, "x"), momentsOf(b, "y")];
  const size = a.length;
  if (n < 4 || !(mx.m2 > 0 && my.m2 > 0)) return null;
  const [sx, sy] = [Math.sqrt(mx.m2 / size), Math.sqrt(my.m2 / size)];
  let pull = 0;
  for (let i = 0; i < size; i++) {
    const [zx, zy] = [((a[i] as number) - mx.mean) / sx, ((b[i] as number) - my.mean) / sy];
    pull += (zx * zy - (r / 2) * (zx * zx + zy * zy)) ** 2;
  }
  const se = Math.sqrt(pull / size / (n - 3)) / ((1 - r) * (1 + r));
  return fisherInterval({ value: r, se }, { alternative: "two-sided", level });
}
