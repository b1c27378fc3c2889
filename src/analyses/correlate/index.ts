import { defineAnalysis } from "../analysis.ts";
import { correlateCharts } from "./chart.ts";
import { computeCorrelate } from "./compute.ts";
import { correlateFindings } from "./findings.ts";
import { CorrelateParams } from "./params.ts";
import { correlateQueries } from "./query.ts";
import { correlateTable } from "./table.ts";

export const correlate = defineAnalysis({
  id: "correlate",
  version: 2,
  title: "Correlation",
  question: "Which columns of numbers go together, how strongly, and beyond chance after correction for many pairs?",
  params: CorrelateParams,
  anyTable: true,
  queries: correlateQueries,
  compute: computeCorrelate,
  charts: correlateCharts,
  findings: correlateFindings,
  table: correlateTable,
});
