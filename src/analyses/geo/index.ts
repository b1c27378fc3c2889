import { defineAnalysis } from "../analysis.ts";
import { geoCharts } from "./chart.ts";
import { computeGeo } from "./compute.ts";
import { geoFindings } from "./findings.ts";
import { GeoParams } from "./params.ts";
import { geoQueries } from "./query.ts";
import { geoTable } from "./table.ts";

export const geo = defineAnalysis({
  id: "geo",
  version: 1,
  title: "Geo clean-up",
  question: "How much of what is unknown about places is imputed, and how often would that be right?",
  params: GeoParams,
  queries: geoQueries,
  compute: computeGeo,
  charts: geoCharts,
  findings: geoFindings,
  table: geoTable,
});
