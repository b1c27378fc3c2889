import type { AnyAnalysis } from "../../analyses/analysis.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Envelope } from "../../contract/envelope.ts";
import { commandLine } from "./command-line.ts";

export const PICTURE_FORMATS = ["svg", "png"] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** The charts of a result under each other; a result without charts says why. */
export async function renderEnvelopeCharts(envelope: Envelope, format: PictureFormat): Promise<string | Uint8Array> {
  // loading the renderer takes longer than most commands
  const { renderCharts } = await import("../../render/render-charts.ts");
  const { charts, analysis, status, reason = "no charts" } = envelope;
  const title = `${analysis}: ${status}`;
  const nothing: ChartSpec = { kind: "stat", title, subtitle: reason, alt: `${title}: ${reason}`, items: [] };
  return renderCharts(charts.length === 0 ? [nothing] : charts, { theme: "light", format });
}

/** The result as one HTML page that stands alone. @param notes what to know about the data beside the result */
export async function renderEnvelopePage(
  analysis: AnyAnalysis,
  envelope: Envelope,
  notes: readonly string[],
): Promise<string> {
  const { envelopePage } = await import("../../render/envelope-page.ts");
  const { title, question } = analysis;
  return envelopePage(envelope, { title, question, command: commandLine(analysis, envelope), notes });
}
