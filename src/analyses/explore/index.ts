import { defineAnalysis } from "../analysis.ts";
import { exploreCharts } from "./chart.ts";
import { computeExplore } from "./compute.ts";
import { exploreFindings } from "./findings.ts";
import { ExploreParams } from "./params.ts";
import { exploreQueries } from "./query.ts";
import { exploreTable } from "./table.ts";

export const explore = defineAnalysis({
  id: "explore",
  version: 2,
  title: "Data explorer",
  question: "What is in the data: how much, when, of whom, from where, with which values, and what is missing?",
  params: ExploreParams,
  queries: exploreQueries,
  compute: computeExplore,
  charts: exploreCharts,
  findings: exploreFindings,
  table: exploreTable,
});
