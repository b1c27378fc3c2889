import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { AppError } from "../../src/core/errors.ts";
import type { Forecaster } from "../../src/forecast/forecaster.ts";
import { prophet } from "../../src/forecast/prophet/prophet.ts";
import { autoArima } from "../../src/forecast/sarimax/auto-arima.ts";
import { type HourlySeries, readHourlySeries, START_SECONDS } from "./hourly-series.ts";

export interface ForecastInput extends HourlySeries {
  readonly steps: number;
  /** Simulated futures behind the interval of 80 %, where it is simulated. */
  readonly samples: number;
}

/** What one side did to every series in turn; a series that failed has nulls. */
export interface ForecastTimes {
  /** Name and version of what ran. */
  readonly by: string;
  readonly fitMs: readonly (number | null)[];
  readonly predictMs: readonly (number | null)[];
  readonly means: readonly (readonly number[] | null)[];
  /** Mean width of the interval. */
  readonly widths: readonly (number | null)[];
}

const HOUR_MS = 3_600_000;

export async function timeOwnProphet(input: ForecastInput): Promise<ForecastTimes> {
  return timeOwn(prophet({ samples: input.samples }), input);
}

/** The search for ARIMA orders with the season of a day, as R has it. */
export async function timeOwnArima(input: ForecastInput): Promise<ForecastTimes> {
  return timeOwn(autoArima({ period: 24 }), input);
}

function timeOwn(model: Forecaster, input: ForecastInput): ForecastTimes {
  const times = Float64Array.from({ length: input.n }, (_, i) => START_SECONDS * 1000 + i * HOUR_MS);
  const outcomes = readHourlySeries(input).map((values) => {
    const startMs = performance.now();
    const fit = model.fit({ values, times, periods: [24, 168] });
    if (fit.status !== "ok") throw new AppError("INTERNAL", `${model.id} is undetermined: ${fit.reason}`);
    const fittedMs = performance.now();
    const { mean, intervals } = fit.model.predict(input.steps, { levels: [0.8] });
    const endMs = performance.now();
    const [low, high] = [intervals[0]?.low, intervals[0]?.high];
    const width = mean.reduce((sum, _, i) => sum + (high?.[i] ?? Number.NaN) - (low?.[i] ?? Number.NaN), 0);
    return {
      fitMs: fittedMs - startMs,
      predictMs: endMs - fittedMs,
      mean: Array.from(mean),
      width: width / mean.length,
    };
  });
  return {
    by: "Tidemark",
    fitMs: outcomes.map(({ fitMs }) => fitMs),
    predictMs: outcomes.map(({ predictMs }) => predictMs),
    means: outcomes.map(({ mean }) => mean),
    widths: outcomes.map(({ width }) => width),
  };
}

/** R prophet, in one process of its own. */
export async function timeRProphet(input: ForecastInput): Promise<ForecastTimes> {
  return runScript(["Rscript", "bench/reference/forecast.R", "prophet"], input);
}

/** `auto.arima` of R's forecast, in one process of its own. */
export async function timeRArima(input: ForecastInput): Promise<ForecastTimes> {
  return runScript(["Rscript", "bench/reference/forecast.R", "auto.arima"], input);
}

/** The npm package `@bsull/augurs`, in one process of its own. */
export async function timeAugursProphet(input: ForecastInput): Promise<ForecastTimes> {
  return runScript([process.execPath, "bench/reference/augurs.mjs"], input);
}

function runScript(
  [command, script, ...model]: readonly [string, string, ...string[]],
  { dir, count, n, steps, samples }: ForecastInput,
): ForecastTimes {
  if (!existsSync(resolve(script))) throw missing(script);
  const args = [resolve(script), ...model, dir, ...[count, n, steps, samples, START_SECONDS].map(String)];
  try {
    const text = execFileSync(command, args, {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "inherit"],
    });
    return JSON.parse(text) as ForecastTimes;
  } catch (error) {
    throw missing(`${command} ${script}`, error);
  }
}

function missing(what: string, cause?: unknown): AppError {
  return new AppError("FILE_NOT_FOUND", `the reference did not run: ${what}`, {
    hint: "run bench/reference/setup.sh and install R's prophet and forecast, then the benchmark from the project's root",
    cause,
  });
}
