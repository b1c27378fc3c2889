import { stagedHere } from "../../models/lab/lab-table.ts";
import { defineAnalysis } from "../analysis.ts";
import { binCharts } from "./chart.ts";
import { computeBin } from "./compute.ts";
import { binFindings } from "./findings.ts";
import { BinParams } from "./params.ts";
import { binQueries } from "./query.ts";
import { binTable } from "./table.ts";

export const bin = defineAnalysis({
  id: "bin",
  version: 1,
  title: "Bins",
  question: "How many rows are in each bin of a column, and where do the bins part?",
  params: BinParams,
  anyTable: true,
  catalog: stagedHere,
  queries: binQueries,
  compute: computeBin,
  charts: binCharts,
  findings: binFindings,
  table: binTable,
});
