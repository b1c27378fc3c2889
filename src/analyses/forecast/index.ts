import { type AnalysisContext, defineAnalysis } from "../analysis.ts";
import { futureQueries } from "../metric-future.ts";
import { forecastCharts } from "./chart.ts";
import { computeForecast, forecastOutcome, forecastTasks, splitOf } from "./compute.ts";
import { forecastFindings } from "./findings.ts";
import { ForecastParams } from "./params.ts";
import { forecastTable } from "./table.ts";

export const forecast = defineAnalysis({
  id: "forecast",
  version: 3,
  title: "Forecast",
  question:
    "What is to be expected of a metric, how sure is it, and is the model better than repeating the last season?",
  params: ForecastParams,
  queries: (params: ForecastParams, context: AnalysisContext) => futureQueries(params, splitOf(params), context),
  tasks: { of: forecastTasks, run: forecastOutcome },
  compute: computeForecast,
  charts: forecastCharts,
  findings: forecastFindings,
  table: forecastTable,
});
