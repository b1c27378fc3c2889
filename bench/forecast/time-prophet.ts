import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { AppError } from "../../src/core/errors.ts";
import { prophet } from "../../src/forecast/prophet/prophet.ts";
import { type HourlySeries, readHourlySeries, START_SECONDS } from "./hourly-series.ts";

export interface ProphetInput extends HourlySeries {
  readonly steps: number;
  /** Simulated futures behind the interval of 80 %. */
  readonly samples: number;
}

/** What one side did to every series in turn; a series that failed has nulls. */
export interface ProphetTimes {
  /** Name and version of what ran. */
  readonly by: string;
  readonly fitMs: readonly (number | null)[];
  readonly predictMs: readonly (number | null)[];
  readonly means: readonly (readonly number[] | null)[];
  /** Mean width of the interval. */
  readonly widths: readonly (number | null)[];
}

const HOUR_MS = 3_600_000;

export async function timeOwnProphet(input: ProphetInput): Promise<ProphetTimes> {
  const model = prophet({ samples: input.samples });
  const times = Float64Array.from({ length: input.n }, (_, i) => START_SECONDS * 1000 + i * HOUR_MS);
  const outcomes = readHourlySeries(input).map((values) => {
    const startMs = performance.now();
    const fit = model.fit({ values, times, periods: [24, 168] });
    if (fit.status !== "ok") throw new AppError("INTERNAL", `Prophet is undetermined: ${fit.reason}`);
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
export async function timeRProphet(input: ProphetInput): Promise<ProphetTimes> {
  return runScript("Rscript", "bench/reference/prophet.R", input);
}

/** The npm package `@bsull/augurs`, in one process of its own. */
export async function timeAugursProphet(input: ProphetInput): Promise<ProphetTimes> {
  return runScript(process.execPath, "bench/reference/augurs.mjs", input);
}

function runScript(command: string, script: string, { dir, count, n, steps, samples }: ProphetInput): ProphetTimes {
  if (!existsSync(resolve(script))) throw missing(script);
  const args = [resolve(script), dir, ...[count, n, steps, samples, START_SECONDS].map(String)];
  try {
    const text = execFileSync(command, args, {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "inherit"],
    });
    return JSON.parse(text) as ProphetTimes;
  } catch (error) {
    throw missing(`${command} ${script}`, error);
  }
}

function missing(what: string, cause?: unknown): AppError {
  return new AppError("FILE_NOT_FOUND", `the reference did not run: ${what}`, {
    hint: "run bench/reference/setup.sh and install R's prophet, then the benchmark from the project's root",
    cause,
  });
}
