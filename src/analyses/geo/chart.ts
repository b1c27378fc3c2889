import type { ChartSpec } from "../../contract/chart-spec.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { otherLevel } from "../../models/geo/imputation.ts";
import { type GeoLine, type GeoResult, lineFor } from "./compute.ts";
import { baselineText } from "./findings.ts";

/** Accuracy of each method on masked cells, with intervals, beside the modal baselines on the same cells. */
export function geoCharts(result: GeoResult): readonly ChartSpec[] {
  const { level, lines, percent, unit } = result;
  const series = (label: string, value: (line: GeoLine) => number | null) => ({
    label,
    values: lines.map(value),
    interval: null,
  });
  const all = lineFor(result, "all");
  const best = lineFor(result, "recovered");
  const title =
    best?.accuracy == null
      ? `No masked ${level} is recovered`
      : `${formatQuantity(best.accuracy, "share")} of recovered ${level} values are right`;
  return [
    {
      kind: "bars",
      title,
      subtitle: `top-1 accuracy on ${(all?.cells ?? 0).toLocaleString("en-US")} masked cells (${percent} % of ${unit}s); an abstention is not right`,
      alt: lines
        .map(
          (line) =>
            `${line.method}: ${line.correct} of ${line.cells} masked cells right; on the same cells ${baselineText(line, level)}`,
        )
        .join("; "),
      direction: "vertical",
      layout: "grouped",
      category: { label: "method", values: lines.map(({ method, cells }) => `${method} (n ${cells})`) },
      value: { label: "accuracy", unit: "share" },
      series: [
        {
          ...series("imputation", ({ accuracy }) => accuracy),
          interval: {
            label: "95 % interval (Wilson)",
            low: lines.map(({ interval }) => interval?.low ?? null),
            high: lines.map(({ interval }) => interval?.high ?? null),
          },
        },
        series("mode of the country", ({ countryBaseline }) => countryBaseline),
        series(`mode of country and ${otherLevel(level)}`, ({ otherBaseline }) => otherBaseline),
      ],
      rules: [],
    },
  ];
}
