import { defineAnalysis } from "../analysis.ts";
import { metricCharts } from "./chart.ts";
import { computeMetric } from "./compute.ts";
import { metricFindings } from "./findings.ts";
import { MetricParams } from "./params.ts";
import { metricQueries } from "./query.ts";
import { metricTable } from "./table.ts";

export const metric = defineAnalysis({
  id: "metric",
  version: 3,
  title: "Metric",
  question:
    "How does one metric develop, in total, by dimension and for a segment, and against what it is compared with?",
  params: MetricParams,
  queries: metricQueries,
  compute: computeMetric,
  charts: metricCharts,
  findings: metricFindings,
  table: metricTable,
});
