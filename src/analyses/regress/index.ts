import { defineAnalysis } from "../analysis.ts";
import { regressCharts } from "./chart.ts";
import { computeRegress } from "./compute.ts";
import { regressFindings } from "./findings.ts";
import { RegressParams } from "./params.ts";
import { regressQueries } from "./query.ts";
import { regressTable } from "./table.ts";

export const regress = defineAnalysis({
  id: "regress",
  version: 3,
  title: "Regression",
  question: "What goes with a column when other columns are held fixed?",
  params: RegressParams,
  anyTable: true,
  queries: regressQueries,
  compute: computeRegress,
  charts: regressCharts,
  findings: regressFindings,
  table: regressTable,
});
