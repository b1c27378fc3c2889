import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { errorScale, scaledError, symmetricMape } from "../../src/forecast/backtest/accuracy.ts";
import type { HourlyScore } from "./forecast-hourly.ts";
import { HORIZON, hourlySeries, PERIODS } from "./hourly-series.ts";

const SCRIPT = "bench/m4-hourly/hourly.R";

export interface RInput {
  readonly dir: string;
  readonly method: "auto.arima" | "ets";
  readonly every: number;
}

export interface RScores {
  /** Name and version of what ran. */
  readonly by: string;
  readonly scores: readonly Pick<HourlyScore, "id" | "smape" | "mase">[];
}

/** What R lacks to run here; null when it has everything. */
export function missingR(): string | null {
  const packages = "for (p in c('forecast', 'jsonlite')) library(p, character.only = TRUE)";
  const found = spawnSync("Rscript", ["-e", packages], { stdio: "ignore" });
  return found.status === 0 ? null : "no reference: Rscript with the packages forecast and jsonlite is not here";
}

/** Forecasts the same series with R. */
export async function forecastInR({ dir, method, every }: RInput): Promise<RScores> {
  const series = hourlySeries(every);
  const file = join(dir, `${method}.json`);
  const asked = series.map(({ id, training }) => ({ id, values: [...training] }));
  const rest = { horizon: HORIZON, period: PERIODS[0], method, threads: availableParallelism() };
  writeFileSync(file, JSON.stringify({ series: asked, ...rest }));
  const text = execFileSync("Rscript", [resolve(SCRIPT), file], { encoding: "utf8", maxBuffer: 2 ** 28 });
  const { by, forecasts } = JSON.parse(text) as { by: string; forecasts: readonly { id: string; mean: number[] }[] };
  const means = new Map(forecasts.map(({ id, mean }) => [id, Float64Array.from(mean)]));
  const scores = series.map(({ id, training, test }) => {
    const mean = means.get(id) ?? new Float64Array(HORIZON).fill(Number.NaN);
    return {
      id,
      smape: symmetricMape(test, mean) ?? Number.NaN,
      mase: scaledError(test, mean, errorScale(training, PERIODS[0])) ?? Number.NaN,
    };
  });
  return { by: `${method} of ${by}`, scores };
}
