import { defineAnalysis } from "../analysis.ts";
import { retentionCharts } from "./chart.ts";
import { computeRetention } from "./compute.ts";
import { retentionFindings } from "./findings.ts";
import { RetentionParams } from "./params.ts";
import { retentionQueries } from "./query.ts";
import { retentionTable } from "./table.ts";

export const retention = defineAnalysis({
  id: "retention",
  version: 6,
  title: "Retention",
  question: "How many come back, when, how does it change from cohort to cohort, and for whom does it differ?",
  params: RetentionParams,
  queries: retentionQueries,
  compute: computeRetention,
  charts: retentionCharts,
  findings: retentionFindings,
  table: retentionTable,
});
