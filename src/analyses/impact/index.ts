import { defineAnalysis } from "../analysis.ts";
import { impactCharts } from "./chart.ts";
import { computeImpact } from "./compute.ts";
import { impactFindings } from "./findings.ts";
import { ImpactParams } from "./params.ts";
import { impactQueries } from "./query.ts";
import { impactTable } from "./table.ts";

export const impact = defineAnalysis({
  id: "impact",
  version: 2,
  title: "Impact",
  question: "What is associated with more of something that goes wrong, and how much revenue is at risk?",
  params: ImpactParams,
  anyTable: true,
  queries: impactQueries,
  compute: computeImpact,
  charts: impactCharts,
  findings: impactFindings,
  table: impactTable,
});
