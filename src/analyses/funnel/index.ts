import { defineAnalysis } from "../analysis.ts";
import { funnelCharts } from "./chart.ts";
import { computeFunnel } from "./compute.ts";
import { funnelFindings } from "./findings.ts";
import { FunnelParams } from "./params.ts";
import { funnelQueries } from "./query.ts";
import { funnelTable } from "./table.ts";

export const funnel = defineAnalysis({
  id: "funnel",
  version: 5,
  title: "Funnel",
  question: "How many go from step to step, where are they lost, how long does it take, and for whom does it differ?",
  params: FunnelParams,
  queries: funnelQueries,
  compute: computeFunnel,
  charts: funnelCharts,
  findings: funnelFindings,
  table: funnelTable,
});
