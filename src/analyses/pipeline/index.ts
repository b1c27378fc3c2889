import { defineAnalysis } from "../analysis.ts";
import { pipelineCharts } from "./chart.ts";
import { computePipeline } from "./compute.ts";
import { pipelineFindings } from "./findings.ts";
import { PipelineParams } from "./params.ts";
import { pipelineQueries } from "./query.ts";
import { pipelineTable } from "./table.ts";

export const pipeline = defineAnalysis({
  id: "pipeline",
  version: 1,
  title: "Pipeline",
  question: "What did each step of a load do with the rows, by which rule, and do the counts add up?",
  params: PipelineParams,
  catalog: ({ run }) => ({ records: { run: run ?? null } }),
  queries: pipelineQueries,
  compute: computePipeline,
  charts: pipelineCharts,
  findings: pipelineFindings,
  table: pipelineTable,
});
