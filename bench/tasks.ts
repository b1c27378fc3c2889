import type { ErrorCode } from "../src/core/errors.ts";
import { compareModels } from "./build/compare-models.ts";
import { buildPlainModels } from "./build/plain-models.ts";
import { buildTidemark } from "./build/tidemark-build.ts";
import { writeHourlySeries } from "./forecast/hourly-series.ts";
import { timeAugursProphet, timeOwnArima, timeOwnProphet, timeRArima, timeRProphet } from "./forecast/time-models.ts";
import { timePlainSql } from "./funnel/time-plain-sql.ts";
import { amplitudeFile } from "./ingest/amplitude-file.ts";
import { gzipFile } from "./ingest/gzip-file.ts";
import { ingestPlainCsv } from "./ingest/plain-csv.ts";
import { ingestPlainJson } from "./ingest/plain-json.ts";
import { ingestTidemark } from "./ingest/tidemark-ingest.ts";
import { labProject } from "./lab/lab-project.ts";
import { forecastHourly } from "./m4-hourly/forecast-hourly.ts";
import { forecastInR } from "./m4-hourly/forecast-in-r.ts";
import { engineName } from "./machine.ts";
import { runAnalyses } from "./query/run-analyses.ts";
import { timeAnalysis } from "./query/time-analysis.ts";
import { timeOpening } from "./query/time-opening.ts";
import { timeQuery } from "./query/time-query.ts";
import { timeColdAndWarm } from "./scale/time-cold-and-warm.ts";
import { shopProject } from "./shop-project.ts";
import { writeColumns } from "./statistics/columns.ts";
import { timeOwnKernel, timeSciPyKernels } from "./statistics/time-kernel.ts";

/** Everything a measured process can do; inputs and outputs are JSON. */
export const TASKS = {
  amplitudeFile,
  buildPlainModels,
  buildTidemark,
  compareModels,
  engineName,
  forecastHourly,
  forecastInR,
  gzipFile,
  ingestPlainCsv,
  ingestPlainJson,
  ingestTidemark,
  labProject,
  runAnalyses,
  shopProject,
  timeAnalysis,
  timeAugursProphet,
  timeColdAndWarm,
  timePlainSql,
  timeOpening,
  timeOwnArima,
  timeOwnKernel,
  timeOwnProphet,
  timeQuery,
  timeRArima,
  timeRProphet,
  timeSciPyKernels,
  writeColumns,
  writeHourlySeries,
} as const;

export type TaskName = keyof typeof TASKS;
export type TaskInput<K extends TaskName> = Parameters<(typeof TASKS)[K]>[0];
export type TaskOutput<K extends TaskName> = Awaited<ReturnType<(typeof TASKS)[K]>>;

export interface Request {
  readonly task: TaskName;
  readonly input: unknown;
}

export type Reply =
  | { readonly ok: true; readonly seconds: number; readonly peakRssBytes: number; readonly output: unknown }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly hint: string | undefined };
