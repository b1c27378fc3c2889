import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Series } from "../../../src/forecast/forecaster.ts";
import type { DatedValues, ProphetOptions, Regressor, Seasonality } from "../../../src/forecast/prophet/options.ts";
import { dataFile } from "../../harness/data.ts";

/** A case of `prophet.R`: options are the product's, but for known values, which name columns of the source. */
export interface ProphetCase {
  readonly name: string;
  readonly source: { readonly file: string; readonly column: string; readonly every: number; readonly horizon: number };
  readonly options: Omit<ProphetOptions, "regressors" | "changepoints" | "seasonalities"> & {
    readonly seasonalities?: readonly Seasonality[];
    readonly regressors?: readonly (Omit<Regressor, "times" | "values"> & { readonly column: string })[];
    readonly changepointDays?: readonly string[];
    readonly capFrom?: number;
    readonly capStep?: number;
  };
  /** Steps, counted from the start of the history, that the arrays are of. */
  readonly rows: readonly number[];
  readonly yhat: readonly number[];
  /** Of the interval of 80 %. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly trend: readonly number[];
  readonly components: Readonly<Record<string, readonly number[]>>;
  /** At the optimum, and where Stan's search ended. */
  readonly logPosterior: number;
  readonly stanLogPosterior: number;
  /** Error over the whole horizon: of the optimum, and of where Stan's search ended. */
  readonly rmse: number;
  readonly stanRmse: number;
  /** Of the history's values. */
  readonly sd: number;
}

export interface PreparedCase {
  readonly options: ProphetOptions;
  readonly history: Series;
  /** Of history and horizon. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** The series and options of a case; null where the data are not on this machine. */
export function preparedCase({ source, options }: ProphetCase): PreparedCase | null {
  const path = dataFile("prophet_examples", source.file);
  if (path === null) return null;
  const { columns, times } = table(path, source.every);
  const values = columns.get(source.column) ?? new Float64Array(0);
  const count = times.length - source.horizon;
  const { regressors, changepointDays, capFrom, capStep = 0, ...rest } = options;
  const cap = capFrom === undefined ? undefined : { times, values: times.map((_, i) => capFrom + capStep * i) };
  return {
    history: { values: values.subarray(0, count), times: times.subarray(0, count), periods: [] },
    ...{ times, values },
    options: {
      ...rest,
      ...(cap && { cap }),
      ...(changepointDays && { changepoints: changepointDays.map((day) => Date.parse(`${day}T00:00:00Z`)) }),
      ...(regressors && {
        regressors: regressors.map(({ column, ...regressor }) => ({ ...regressor, ...dated(columns, column, times) })),
      }),
    },
  };
}

function dated(columns: ReadonlyMap<string, Float64Array>, column: string, times: Float64Array): DatedValues {
  const weekend = times.map((time) => ([0, 6].includes(new Date(time).getUTCDay()) ? 1 : 0));
  return { times, values: column === "weekend" ? weekend : (columns.get(column) ?? new Float64Array(0)) };
}

function table(path: string, every: number) {
  const lines = gunzipSync(readFileSync(path))
    .toString("utf8")
    .split(/[\r\n]+/)
    .filter((line) => line !== "")
    .map((line) => line.replaceAll('"', "").split(","));
  const [header = [], ...rows] = lines;
  const byTime = new Map(
    rows.toReversed().map((row) => [Date.parse(`${row[0]?.replace(" ", "T")}Z`.replace(/^([\d-]{10})Z$/, "$1")), row]),
  );
  const kept = [...byTime].sort(([a], [b]) => a - b).filter((_, i) => i % every === 0);
  const columns = new Map(
    header.map((name, j) => [name, Float64Array.from(kept, ([, row]) => Number(row[j] || "NaN"))]),
  );
  return { times: Float64Array.from(kept, ([time]) => time), columns };
}
