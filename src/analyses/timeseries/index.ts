import { defineAnalysis } from "../analysis.ts";
import { timeseriesCharts } from "./chart.ts";
import { computeTimeseries } from "./compute.ts";
import { timeseriesFindings } from "./findings.ts";
import { TimeseriesParams } from "./params.ts";
import { timeseriesQueries } from "./query.ts";
import { timeseriesTable } from "./table.ts";

export const timeseries = defineAnalysis({
  id: "timeseries",
  version: 1,
  title: "Time series",
  question: "What are a metric's trend and seasons, when did it change, and does it return to a level?",
  params: TimeseriesParams,
  queries: timeseriesQueries,
  compute: computeTimeseries,
  charts: timeseriesCharts,
  findings: timeseriesFindings,
  table: timeseriesTable,
});
