import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Envelope } from "../../contract/envelope.ts";

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
