import { defineAnalysis } from "../analysis.ts";
import { breakdownCharts } from "./chart.ts";
import { computeBreakdown } from "./compute.ts";
import { breakdownFindings } from "./findings.ts";
import { BreakdownParams } from "./params.ts";
import { breakdownQueries } from "./query.ts";
import { breakdownTable } from "./table.ts";

export const breakdown = defineAnalysis({
  id: "breakdown",
  version: 3,
  title: "Breakdown",
  question: "How do the metrics differ between the values of a dimension, and what is each value's share?",
  params: BreakdownParams,
  queries: breakdownQueries,
  compute: computeBreakdown,
  charts: breakdownCharts,
  findings: breakdownFindings,
  table: breakdownTable,
});
