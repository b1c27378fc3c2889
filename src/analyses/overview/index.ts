import { defineAnalysis } from "../analysis.ts";
import { overviewCharts } from "./chart.ts";
import { computeOverview } from "./compute.ts";
import { overviewFindings } from "./findings.ts";
import { OverviewParams } from "./params.ts";
import { overviewQueries } from "./query.ts";
import { overviewTable } from "./table.ts";

export const overview = defineAnalysis({
  id: "overview",
  version: 2,
  title: "Overview",
  question: "How did each metric do on the last complete day, against the same weekday a week before?",
  params: OverviewParams,
  queries: overviewQueries,
  compute: computeOverview,
  charts: overviewCharts,
  findings: overviewFindings,
  table: overviewTable,
});
