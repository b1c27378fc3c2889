import { judgeForecast } from "../../forecast/judge/judged-forecast.ts";
import { type AnalysisContext, defineAnalysis } from "../analysis.ts";
import { futureQueries } from "../metric-future.ts";
import { capacityCharts } from "./chart.ts";
import { capacityTasks, computeCapacity } from "./compute.ts";
import { capacityFindings } from "./findings.ts";
import { CapacityParams } from "./params.ts";
import { capacityTable } from "./table.ts";

export const capacity = defineAnalysis({
  id: "capacity",
  version: 3,
  title: "Capacity",
  question: "When is a limit crossed, with what probability, and when is there least to do?",
  params: CapacityParams,
  queries: (params: CapacityParams, context: AnalysisContext) => futureQueries(params, { by: [], top: null }, context),
  tasks: { of: capacityTasks, run: judgeForecast },
  compute: computeCapacity,
  charts: capacityCharts,
  findings: capacityFindings,
  table: capacityTable,
});
