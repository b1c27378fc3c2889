import { stagedHere } from "../../models/lab/lab-table.ts";
import { defineAnalysis } from "../analysis.ts";
import { transformCharts } from "./chart.ts";
import { computeTransform } from "./compute.ts";
import { transformFindings } from "./findings.ts";
import { TransformParams } from "./params.ts";
import { transformQueries } from "./query.ts";
import { transformTable } from "./table.ts";

export const transform = defineAnalysis({
  id: "transform",
  version: 2,
  title: "Transforms",
  question: "What shape do the values of a column have before and after the transforms that fit it?",
  params: TransformParams,
  anyTable: true,
  catalog: stagedHere,
  queries: transformQueries,
  compute: computeTransform,
  charts: transformCharts,
  findings: transformFindings,
  table: transformTable,
});
