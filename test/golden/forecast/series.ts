import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Series } from "../../../src/forecast/forecaster.ts";
import { dataFile } from "../../harness/data.ts";

/** Periods of the series that `series.R` takes from R's data sets. */
const PERIODS: Readonly<Record<string, number>> = {
  AirPassengers: 12,
  JohnsonJohnson: 4,
  UKDriverDeaths: 12,
  UKgas: 4,
  USAccDeaths: 12,
  austres: 4,
  nottem: 12,
  presidents: 4,
};

let hourly: ReadonlyMap<string, Float64Array> | null = null;

/** Whether the real data are on this machine. */
export const hasSeries = dataFile("m4_hourly", "Hourly-train.csv.gz") !== null;

/** A series of the goldens by the name `series.R` gives it: "AirPassengers", "H100". */
export function goldenSeries(name: string): Series {
  if (/^H\d+$/.test(name)) {
    hourly ??= readHourly();
    const values = hourly.get(name);
    if (values === undefined) throw new Error(`no hourly series ${name}`);
    return { values, periods: [24] };
  }
  const path = dataFile("r_base", `${name}.csv`);
  if (path === null) throw new Error(`no data set ${name}`);
  const [head = "", ...lines] = readFileSync(path, "utf8").trim().split("\n");
  const column = head.split(",").indexOf("value");
  const values = Float64Array.from(lines, (line) => {
    const text = line.split(",")[column] ?? "";
    return text === "" || text === "NA" ? Number.NaN : Number(text);
  });
  const period = PERIODS[name];
  return { values, periods: period === undefined ? [] : [period] };
}

function readHourly(): ReadonlyMap<string, Float64Array> {
  const path = dataFile("m4_hourly", "Hourly-train.csv.gz");
  if (path === null) throw new Error("no m4_hourly");
  const lines = gunzipSync(readFileSync(path)).toString("utf8").trim().split("\n").slice(1);
  return new Map(
    lines.map((line) => {
      const [name = "", ...cells] = line.replaceAll('"', "").split(",");
      return [
        name,
        Float64Array.from(
          cells.filter((cell) => cell !== "" && cell !== "NA"),
          Number,
        ),
      ];
    }),
  );
}
