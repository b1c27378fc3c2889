import { defineAnalysis } from "../analysis.ts";
import { sessionsCharts } from "./chart.ts";
import { computeSessions } from "./compute.ts";
import { sessionsFindings } from "./findings.ts";
import { SessionsParams } from "./params.ts";
import { sessionsQueries } from "./query.ts";
import { sessionsTable } from "./table.ts";

export const sessions = defineAnalysis({
  id: "sessions",
  version: 2,
  title: "Sessions",
  question: "How long are sessions, where do they begin and end, how many are a single event, and how many has a user?",
  params: SessionsParams,
  queries: sessionsQueries,
  compute: computeSessions,
  charts: sessionsCharts,
  findings: sessionsFindings,
  table: sessionsTable,
});
