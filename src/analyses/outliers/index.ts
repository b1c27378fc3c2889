import { stagedHere } from "../../models/lab/lab-table.ts";
import { defineAnalysis } from "../analysis.ts";
import { outliersCharts } from "./chart.ts";
import { computeOutliers } from "./compute.ts";
import { outliersFindings } from "./findings.ts";
import { OutliersParams } from "./params.ts";
import { outliersQueries } from "./query.ts";
import { outliersTable } from "./table.ts";

export const outliers = defineAnalysis({
  id: "outliers",
  version: 1,
  title: "Outliers",
  question: "Which values of a column lie far from the others, by which rule, and in which rows?",
  params: OutliersParams,
  anyTable: true,
  catalog: stagedHere,
  queries: outliersQueries,
  compute: computeOutliers,
  charts: outliersCharts,
  findings: outliersFindings,
  table: outliersTable,
});
