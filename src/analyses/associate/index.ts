import { defineAnalysis } from "../analysis.ts";
import { associateCharts } from "./chart.ts";
import { computeAssociate } from "./compute.ts";
import { associateFindings } from "./findings.ts";
import { AssociateParams } from "./params.ts";
import { associateQueries } from "./query.ts";
import { associateTable } from "./table.ts";

export const associate = defineAnalysis({
  id: "associate",
  version: 3,
  title: "Association of categories",
  question: "Do two columns of categories go together, how strongly, and in which cells?",
  params: AssociateParams,
  anyTable: true,
  queries: associateQueries,
  compute: computeAssociate,
  charts: associateCharts,
  findings: associateFindings,
  table: associateTable,
});
