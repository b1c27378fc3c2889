import type { DonutChart } from "../../contract/chart-spec/donut.ts";
import { formatBare, formatValue, withUnit } from "../format.ts";
import {
  baseOption,
  type CompiledChart,
  FONT_FAMILY,
  literal,
  type OptionPart,
  type PlotSize,
  SMALL,
} from "../option.ts";
import { ellipsis, textWidth } from "../text-width.ts";
import { seriesColors, type Theme } from "../theme.ts";

const MAX_SLICES = 9;

interface Slice {
  readonly label: string;
  readonly value: number;
}

export function compileDonut(spec: DonutChart, theme: Theme, { width, height }: PlotSize): CompiledChart {
  const { slices, notes } = drawable(spec);
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  const colors = seriesColors(
    slices.map(({ label }) => label),
    theme,
  );
  const radius = Math.max(20, Math.min(height / 2 - 16, width / 4));
  return {
    option: {
      ...baseOption(theme),
      tooltip: { trigger: "item" },
      graphic: centre(spec, total, theme),
      series: [
        {
          type: "pie",
          radius: [radius * 0.62, radius],
          center: ["50%", "50%"],
          startAngle: 90,
          avoidLabelOverlap: true,
          itemStyle: { borderColor: theme.surface, borderWidth: 2 },
          labelLine: { length: 10, length2: 8, lineStyle: { color: theme.baseline } },
          data: slices.map(({ label, value }, i) => ({
            name: label,
            value,
            itemStyle: { color: colors[i] ?? theme.other },
            label: {
              formatter: literal(sliceText({ label, value }, { total, width: width / 2 - radius - 30 })),
              color: theme.text,
              fontSize: SMALL,
            },
          })),
        },
      ],
    },
    notes,
  };
}

function sliceText({ label, value }: Slice, { total, width }: { total: number; width: number }): string {
  const share = formatValue(value / total, "share");
  return `${ellipsis(label, Math.max(40, width - textWidth(`  ${share}`, { size: SMALL })), { size: SMALL })}  ${share}`;
}

function centre({ value }: DonutChart, total: number, theme: Theme): OptionPart[] {
  const text = [
    `{total|${formatBare(total, value.unit)}}`,
    `{label|${literal(ellipsis(withUnit(value), 120, { size: SMALL }))}}`,
  ];
  const rich = {
    total: { fontFamily: FONT_FAMILY, fontSize: 22, fontWeight: 600, fill: theme.text, lineHeight: 28 },
    label: { fontFamily: FONT_FAMILY, fontSize: SMALL, fill: theme.muted, lineHeight: 18 },
  };
  return [
    {
      type: "text",
      left: "center",
      top: "middle",
      silent: true,
      style: { text: text.join("\n"), textAlign: "center", rich },
    },
  ];
}

/** What can be a part of a whole: the largest slices, the rest together as `Other`. */
function drawable({ slices }: DonutChart): { readonly slices: readonly Slice[]; readonly notes: readonly string[] } {
  const parts = slices.flatMap(({ label, value }) => (value !== null && value > 0 ? [{ label, value }] : []));
  const without = slices.flatMap(({ label, value }) =>
    value === null || value < 0 ? [`${label} (${value === null ? "no value" : "negative"})`] : [],
  );
  const names = without.slice(0, 3).join(", ");
  const notes =
    without.length === 0 ? [] : [`Not drawn: ${names}${without.length > 3 ? ` and ${without.length - 3} more` : ""}.`];
  if (parts.length <= MAX_SLICES) return { slices: parts, notes };
  const named = parts.filter(({ label }) => label !== "Other").sort((a, b) => b.value - a.value);
  const kept = named.slice(0, MAX_SLICES - 1);
  const rest = parts.filter((part) => !kept.includes(part));
  const other = { label: "Other", value: rest.reduce((sum, { value }) => sum + value, 0) };
  return { slices: [...kept, other], notes: [...notes, `Other: ${rest.length.toLocaleString("en-US")} more.`] };
}
