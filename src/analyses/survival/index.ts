import { defineAnalysis } from "../analysis.ts";
import { survivalCharts } from "./chart.ts";
import { computeSurvival } from "./compute.ts";
import { survivalFindings } from "./findings.ts";
import { SurvivalParams } from "./params.ts";
import { survivalQueries } from "./query.ts";
import { survivalTable } from "./table.ts";

export const survival = defineAnalysis({
  id: "survival",
  version: 2,
  title: "Survival",
  question: "How long until something happens, by group, and what goes with it happening sooner?",
  params: SurvivalParams,
  anyTable: true,
  queries: survivalQueries,
  compute: computeSurvival,
  charts: survivalCharts,
  findings: survivalFindings,
  table: survivalTable,
});
