import type { ResultTable } from "../analysis.ts";
import type { PipelineResult } from "./compute.ts";

/** One row per step, exact values. */
export function pipelineTable({ steps, ingest, build }: PipelineResult): ResultTable {
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  return {
    columns: [
      number("run"),
      text("stage"),
      text("source"),
      text("step"),
      number("rows_in"),
      number("dropped"),
      number("accounted"),
      number("rows_out"),
      text("reasons"),
      number("seconds"),
      number("peak_rss_bytes"),
      text("rule"),
    ],
    rows: steps.map((step) => [
      step.stage === "ingest" ? ingest.id : (build?.id ?? null),
      step.stage,
      step.source,
      step.step,
      step.rowsIn,
      step.rowsIn === null ? null : step.dropped.reduce((sum, { rows }) => sum + rows, 0),
      step.accounted,
      step.rowsOut,
      step.dropped.map(({ reason, rows }) => `${rows} ${reason}`).join("; ") || null,
      step.seconds,
      step.peakRssBytes,
      step.rule,
    ]),
  };
}
