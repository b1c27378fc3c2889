import { readGolden } from "./golden.ts";

interface SeriesCase {
  readonly name: string;
  readonly periods: readonly number[];
  readonly values: readonly number[];
}

const CASES = readGolden<SeriesCase>("forecast/tool_series.json").cases;

/** A series of the goldens in `forecast/`, by name. */
export function goldenSeries(name: string): Float64Array {
  const found = CASES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no series ${name}`);
  return Float64Array.from(found.values);
}
