import { defineAnalysis } from "../analysis.ts";
import { compareCharts } from "./chart.ts";
import { computeCompare } from "./compute.ts";
import { compareFindings } from "./findings.ts";
import { CompareParams } from "./params.ts";
import { compareQueries } from "./query.ts";
import { compareTable } from "./table.ts";

export const compare = defineAnalysis({
  id: "compare",
  version: 2,
  title: "Group comparison",
  question: "Do the values of groups differ, by how much, and what difference could have been found?",
  params: CompareParams,
  anyTable: true,
  queries: compareQueries,
  compute: computeCompare,
  charts: compareCharts,
  findings: compareFindings,
  table: compareTable,
});
