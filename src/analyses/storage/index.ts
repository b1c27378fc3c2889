import { defineAnalysis } from "../analysis.ts";
import { storageCharts } from "./chart.ts";
import { computeStorage } from "./compute.ts";
import { storageFindings } from "./findings.ts";
import { StorageParams } from "./params.ts";
import { storageQueries } from "./query.ts";
import { storageTable } from "./table.ts";

export const storage = defineAnalysis({
  id: "storage",
  version: 1,
  title: "Storage",
  question: "How many bytes does each column, format and table take, as what types, and what is the data model?",
  params: StorageParams,
  catalog: (params) => ({ storage: { sampleRows: params.sample_rows } }),
  queries: storageQueries,
  compute: computeStorage,
  charts: storageCharts,
  findings: storageFindings,
  table: storageTable,
});
