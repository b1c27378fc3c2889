import { stagedHere } from "../../models/lab/lab-table.ts";
import { defineAnalysis } from "../analysis.ts";
import { normalityCharts } from "./chart.ts";
import { computeNormality } from "./compute.ts";
import { normalityFindings } from "./findings.ts";
import { NormalityParams } from "./params.ts";
import { normalityQueries } from "./query.ts";
import { normalityTable } from "./table.ts";

export const normality = defineAnalysis({
  id: "normality",
  version: 1,
  title: "Normality",
  question: "Do the values of a column have a normal shape, and how do they depart from it?",
  params: NormalityParams,
  anyTable: true,
  catalog: stagedHere,
  queries: normalityQueries,
  compute: computeNormality,
  charts: normalityCharts,
  findings: normalityFindings,
  table: normalityTable,
});
