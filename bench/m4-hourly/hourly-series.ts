import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { AppError } from "../../src/core/errors.ts";

/** From the project's root, where benchmarks run. */
const FOLDER = "../shared/data/m4_hourly";

/** Steps to forecast, as in the competition. */
export const HORIZON = 48;
/** Hours in a day and in a week. The competition scales errors by the first. */
export const PERIODS: readonly [number, number] = [24, 168];

export interface HourlySeries {
  readonly id: string;
  readonly training: Float64Array;
  readonly test: Float64Array;
}

/** Every `every`-th hourly series of the M4 competition. @throws AppError FILE_NOT_FOUND */
export function hourlySeries(every: number): readonly HourlySeries[] {
  const [training, test] = [valuesOf("Hourly-train.csv.gz"), valuesOf("Hourly-test.csv.gz")];
  return [...training].flatMap(([id, values], i) => {
    const future = test.get(id);
    return i % every === 0 && future !== undefined ? [{ id, training: values, test: future }] : [];
  });
}

function valuesOf(name: string): ReadonlyMap<string, Float64Array> {
  const path = resolve(FOLDER, name);
  if (!existsSync(path))
    throw new AppError("FILE_NOT_FOUND", `the series of the M4 competition are missing: ${path}`, {
      hint: "put the folder shared/data beside the project and run the benchmark from the project's root",
    });
  const lines = gunzipSync(readFileSync(path)).toString("utf8").trim().split("\n").slice(1);
  return new Map(
    lines.map((line) => {
      const [id = "", ...cells] = line.trim().replaceAll('"', "").split(",");
      return [id, Float64Array.from(cells.filter((cell) => cell !== "" && cell !== "NA").map(Number))];
    }),
  );
}
