import { stagedHere } from "../../models/lab/lab-table.ts";
import { defineAnalysis } from "../analysis.ts";
import { edaCharts } from "./chart.ts";
import { computeEda } from "./compute.ts";
import { edaFindings } from "./findings.ts";
import { EdaParams } from "./params.ts";
import { edaQueries } from "./query.ts";
import { edaTable } from "./table.ts";

export const eda = defineAnalysis({
  id: "eda",
  version: 2,
  title: "First look at a table",
  question: "What is in a table: what is missing or doubled, how are its numbers distributed, and which go together?",
  params: EdaParams,
  anyTable: true,
  catalog: stagedHere,
  queries: edaQueries,
  compute: computeEda,
  charts: edaCharts,
  findings: edaFindings,
  table: edaTable,
});
