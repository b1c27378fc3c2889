import { type Inferred, undetermined } from "../../stats/inference.ts";
import { classicalDecomposition } from "./classical.ts";
import type { Decomposition } from "./decomposition.ts";
import { mstl } from "./mstl.ts";
import { statsmodelsStl, stl } from "./stl.ts";

export const DECOMPOSITIONS = ["mstl", "stl", "classical"] as const;

export interface DecomposeOptions {
  readonly method: (typeof DECOMPOSITIONS)[number];
  readonly kind: Decomposition["kind"];
  /** In steps, shortest first; methods with one season take the first. */
  readonly periods: readonly number[];
  /** Not for the classical one. */
  readonly robust: boolean;
}

/**
 * A series taken apart by the method asked for. STL is set as statsmodels' `STL`, MSTL as R's `mstl`; a multiplicative one of
 * either takes the logarithms apart.
 */
export function decompose(
  values: Float64Array,
  { method, kind, periods, robust }: DecomposeOptions,
): Inferred<Decomposition> {
  const [period] = periods;
  if (method !== "mstl" && period === undefined)
    return undetermined(method, values.length, "no season was found; name a period, or take mstl for the trend alone");
  if (method === "classical") return classicalDecomposition(values, { period: period ?? 2, kind });
  const times = kind === "multiplicative";
  if (times && values.some((value) => value <= 0))
    return undetermined(method, values.length, "a multiplicative season needs values above 0");
  const x = times ? values.map(Math.log) : values;
  const found =
    method === "stl"
      ? stl(x, { period: period ?? 2, robust, ...statsmodelsStl(period ?? 2, robust) })
      : mstl(x, { periods, robust });
  return times && found.status === "ok" ? multiplied(found) : found;
}

function multiplied<T extends Decomposition & { readonly method: string }>(found: T): T {
  return {
    ...found,
    method: `${found.method} of logarithms`,
    kind: "multiplicative",
    trend: found.trend.map(Math.exp),
    seasons: found.seasons.map(({ period, values }) => ({ period, values: values.map(Math.exp) })),
    remainder: found.remainder.map(Math.exp),
  };
}

/** The values without their seasons. */
export function withoutSeasons(values: Float64Array, { kind, seasons }: Decomposition): Float64Array {
  return values.map((value, i) =>
    seasons.reduce((left, { values: season }) => {
      const part = season[i] as number;
      return kind === "multiplicative" ? left / part : left - part;
    }, value),
  );
}
