import type { DonutChart } from "../../contract/chart-spec/donut.ts";
import { formatBare, formatValue, withUnit } from "../format.ts";
import { legend, NO_LEGEND, seriesNames } from "../legend.ts";
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
const NARROW = 480;

interface Slice {
  readonly label: string;
  readonly value: number;
}

export function compileDonut(spec: DonutChart, theme: Theme, { width, height }: PlotSize): CompiledChart {
  const { slices, notes } = drawable(spec);
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  // beside a ring on a narrow page there is no room for labels
  const narrow = width < NARROW;
  const room = narrow ? 176 : width / 2 - radiusOf({ width, height }) - 30;
  const texts = slices.map((slice) => sliceText(slice, { total, width: room }));
  const names = narrow ? seriesNames(texts) : slices.map(({ label }) => label);
  const top = narrow ? legend(names, { width, theme }) : NO_LEGEND;
  const radius = radiusOf({ width, height: height - top.height });
  const middle = top.height + (height - top.height) / 2;
  const labels = slices.map(({ label }) => label);
  const colors = seriesColors(labels, theme);
  return {
    option: {
      ...baseOption(theme),
      legend: top.option,
      tooltip: { trigger: "item" },
      graphic: centre(spec, { total, middle, radius, theme }),
      series: [
        {
          type: "pie",
          radius: [radius * 0.62, radius],
          center: ["50%", middle],
          startAngle: 90,
          avoidLabelOverlap: true,
          itemStyle: { borderColor: theme.surface, borderWidth: 2 },
          labelLine: { show: !narrow, length: 10, length2: 8, lineStyle: { color: theme.baseline } },
          data: slices.map(({ value }, i) => ({
            name: names[i] ?? "",
            value,
            itemStyle: { color: colors[i] ?? theme.other },
            label: { show: !narrow, formatter: literal(texts[i] ?? ""), color: theme.text, fontSize: SMALL },
          })),
        },
      ],
    },
    notes,
  };
}

function radiusOf({ width, height }: PlotSize): number {
  return Math.max(20, Math.min(height / 2 - 16, width / 4));
}

function sliceText({ label, value }: Slice, { total, width }: { total: number; width: number }): string {
  const share = formatValue(value / total, "share");
  return `${ellipsis(label, Math.max(40, width - textWidth(`  ${share}`, { size: SMALL })), { size: SMALL })}  ${share}`;
}

function centre(
  { value }: DonutChart,
  {
    total,
    middle,
    radius,
    theme,
  }: { readonly total: number; readonly middle: number; readonly radius: number; readonly theme: Theme },
): OptionPart[] {
  const text = [
    `{total|${formatBare(total, value.unit)}}`,
    `{label|${literal(ellipsis(withUnit(value), 120, { size: SMALL }))}}`,
  ];
  const rich = {
    total: {
      fontFamily: FONT_FAMILY,
      fontSize: Math.round(Math.min(22, radius * 0.34)),
      fontWeight: 600,
      fill: theme.text,
      lineHeight: 28,
    },
    label: { fontFamily: FONT_FAMILY, fontSize: SMALL, fill: theme.muted, lineHeight: 18 },
  };
  return [
    {
      type: "text",
      left: "center",
      top: middle - 23,
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
