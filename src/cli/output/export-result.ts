import type { AnyAnalysis } from "../../analyses/analysis.ts";
import { chartTable } from "../../charts/chart-table.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { type Envelope, sampleNoteOf } from "../../contract/envelope.ts";
import { AppError } from "../../core/errors.ts";
import type { ExportRequest, PictureRequest } from "../../server/surfaces.ts";
import { renderEnvelopePage } from "./render-envelope.ts";
import { type OutputTable, writeTable } from "./write-table.ts";

/** A result or one of its charts as a file's content. @throws AppError NOT_FOUND when there is no such chart */
export async function exportResult(
  analysis: AnyAnalysis,
  envelope: Envelope,
  { format, chart, theme }: ExportRequest,
): Promise<string | Uint8Array> {
  const one = chart === undefined ? undefined : chartAt(envelope, chart);
  const shown: Envelope = one === undefined ? envelope : { ...envelope, charts: [one] };
  switch (format) {
    case "svg":
    case "png":
      return drawCharts(shown.charts, { theme, format });
    case "html":
      return renderEnvelopePage(analysis, shown, []);
    case "json":
      return `${JSON.stringify(one ?? envelope, null, 2)}\n`;
    default:
      return `${writeTable(one === undefined ? resultTable(analysis, envelope) : tableOf(one), format, { note: sampleNoteOf(envelope) })}\n`;
  }
}

/** Charts under each other as one picture. */
export async function drawCharts(charts: readonly ChartSpec[], look: PictureRequest): Promise<string | Uint8Array> {
  // loading the renderer takes longer than most answers
  const { renderCharts } = await import("../../render/render-charts.ts");
  return renderCharts(charts, look);
}

function chartAt({ charts, id }: Envelope, chart: number): ChartSpec {
  const spec = charts[chart];
  if (spec === undefined)
    throw new AppError("NOT_FOUND", `the result ${id} has ${charts.length} charts: there is no number ${chart}`);
  return spec;
}

function resultTable(analysis: AnyAnalysis, { status, result }: Envelope): OutputTable {
  return status === "ok" ? analysis.table(result) : { columns: [], rows: [] };
}

function tableOf(chart: ChartSpec): OutputTable {
  const { columns, rows } = chartTable(chart);
  return {
    columns: columns.map(({ label, unit, type }) => ({ name: unit === null ? label : `${label}, ${unit}`, type })),
    rows,
  };
}
