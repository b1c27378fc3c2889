import type { Forecaster, Series } from "../forecaster.ts";

type Fit = ReturnType<Forecaster["fit"]>;

/**
 * The same forecaster, which fits a part of a series once however often it is asked: back-tests inside of back-tests
 * ask for the same parts. Parts are known by the memory they lie in, so values must not change afterwards.
 */
export function remembered(inner: Forecaster): Forecaster {
  const fits = new WeakMap<ArrayBufferLike, Map<string, Fit>>();
  return {
    id: inner.id,
    fit: (series) => {
      const { buffer } = series.values;
      const known = fits.get(buffer) ?? new Map<string, Fit>();
      fits.set(buffer, known);
      const key = partOf(series);
      const fit = known.get(key) ?? inner.fit(series);
      known.set(key, fit);
      return fit;
    },
  };
}

const partOf = ({ values, periods }: Series): string => `${values.byteOffset} ${values.length} ${periods.join()}`;
