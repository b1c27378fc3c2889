import { defineAnalysis } from "../analysis.ts";
import { predictorsCharts } from "./chart.ts";
import { computePredictors } from "./compute.ts";
import { predictorsFindings } from "./findings.ts";
import { PredictorsParams } from "./params.ts";
import { predictorsQueries } from "./query.ts";
import { predictorsTable } from "./table.ts";

export const predictors = defineAnalysis({
  id: "predictors",
  version: 2,
  title: "What goes with conversion",
  question: "After which events do users come to a goal more often, and less often, than without them?",
  params: PredictorsParams,
  queries: predictorsQueries,
  compute: computePredictors,
  charts: predictorsCharts,
  findings: predictorsFindings,
  table: predictorsTable,
});
