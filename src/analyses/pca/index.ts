import { defineAnalysis } from "../analysis.ts";
import { pcaCharts } from "./chart.ts";
import { computePca } from "./compute.ts";
import { pcaFindings } from "./findings.ts";
import { PcaParams } from "./params.ts";
import { pcaQueries } from "./query.ts";
import { pcaTable } from "./table.ts";

export const pca = defineAnalysis({
  id: "pca",
  version: 2,
  title: "Principal components",
  question: "How many directions hold most of what varies in the columns, and what are they made of?",
  params: PcaParams,
  anyTable: true,
  queries: pcaQueries,
  compute: computePca,
  charts: pcaCharts,
  findings: pcaFindings,
  table: pcaTable,
});
