import { momentsOf } from "../descriptive/moments.ts";
import { quantileOfSorted, sorted } from "../descriptive/quantile.ts";
import { type Inferred, undetermined } from "../inference.ts";
import type { Transform } from "./transform.ts";

export interface Scaling {
  readonly centre: number;
  readonly scale: number;
  readonly transform: Transform;
}

/** Values less their mean, in standard deviations (n - 1). */
export function standardise(values: ArrayLike<number>): Inferred<Scaling> {
  const { n, mean, m2 } = momentsOf(values);
  return scaling({ method: "standardisation", n, centre: mean, scale: n > 1 ? Math.sqrt(m2 / (n - 1)) : 0 });
}

/** Values less their median, in interquartile ranges: a few outliers do not change it. */
export function robustScale(values: ArrayLike<number>): Inferred<Scaling> {
  const ascending = sorted(values);
  const at = (p: number): number => quantileOfSorted(ascending, p) ?? 0;
  return scaling({ method: "robust scaling", n: values.length, centre: at(0.5), scale: at(0.75) - at(0.25) });
}

interface Parts {
  readonly method: string;
  readonly n: number;
  readonly centre: number;
  readonly scale: number;
}

function scaling({ method, n, centre, scale }: Parts): Inferred<Scaling> {
  if (!(scale > 0)) return undetermined(method, n, n === 0 ? "there are no values" : "the values do not vary enough");
  return {
    status: "ok",
    method,
    n,
    assumptions: [],
    warnings: [],
    centre,
    scale,
    transform: {
      name: method,
      parameters: { centre, scale },
      apply: (value) => (value - centre) / scale,
      invert: (image) => image * scale + centre,
    },
  };
}
