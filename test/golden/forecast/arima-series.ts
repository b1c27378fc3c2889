import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { dataFile } from "../../harness/data.ts";

/** A series of the shared data as `arima-series.R` names it. */
export interface SeriesSpec {
  readonly file: string;
  /** A column of the file; the row's id in M4. */
  readonly column: string;
  readonly log: boolean;
  /** Only so many values at the end. */
  readonly last: number | null;
}

/** NaN where a value is missing; null where the data are not on this machine. */
export function seriesOf({ file, column, log, last }: SeriesSpec): Float64Array | null {
  const path = dataFile(file);
  if (path === null) return null;
  const bytes = readFileSync(path);
  const rows = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes)
    .toString()
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== "")
    .map((line) => line.replaceAll('"', "").split(","));
  const texts = file.startsWith("m4_hourly")
    ? (rows.find(([id]) => id === column) ?? []).slice(1).filter((text) => text !== "" && text !== "NA")
    : rows.slice(1).map((row) => row[rows[0]?.indexOf(column) ?? -1] ?? "");
  const values = texts.map((text) => (text === "" || text === "NA" ? Number.NaN : Number(text)));
  return Float64Array.from(log ? values.map(Math.log) : values).slice(last === null ? 0 : -last);
}
