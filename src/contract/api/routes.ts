import { getAnalysis, listAnalyses, runAnalysis } from "./analyses.ts";
import { runCommand } from "./command.ts";
import { addDefinitions } from "./definitions.ts";
import { dimensionValues } from "./dimensions.ts";
import { streamEvents } from "./events.ts";
import { listForecasts } from "./forecasts.ts";
import { getGlossary } from "./glossary.ts";
import { livez, metrics, openapi, readyz } from "./health.ts";
import { cancelJob, getJob, getJobLog, listJobs, startJob } from "./jobs.ts";
import { getProject } from "./project.ts";
import { getQuality, listCheckRuns } from "./quality.ts";
import { describeQuery, listRelations, profileRelation, runQuery } from "./relations.ts";
import { drawChart, exportResult, getResult, listResults, whyResult } from "./results.ts";
import type { Route } from "./route.ts";
import { getRun, listRuns } from "./runs.ts";
import { deleteView, listViews, saveView } from "./views.ts";

/** The HTTP interface: every operation under its name. */
export const ROUTES = {
  getProject,
  getGlossary,
  dimensionValues,
  listAnalyses,
  getAnalysis,
  runAnalysis,
  listResults,
  getResult,
  whyResult,
  exportResult,
  drawChart,
  listForecasts,
  listRelations,
  profileRelation,
  runQuery,
  describeQuery,
  getQuality,
  listCheckRuns,
  listJobs,
  startJob,
  getJob,
  cancelJob,
  getJobLog,
  listRuns,
  getRun,
  addDefinitions,
  listViews,
  saveView,
  deleteView,
  streamEvents,
  runCommand,
  livez,
  readyz,
  metrics,
  openapi,
} as const satisfies Readonly<Record<string, Route>>;
export type Routes = typeof ROUTES;
export type RouteName = keyof Routes;
