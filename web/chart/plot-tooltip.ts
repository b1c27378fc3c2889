import type { PlotSpec } from "../../src/charts/compile-chart.ts";
import { formatValue } from "../../src/charts/format.ts";
import type { OptionPart } from "../../src/charts/option.ts";
import { THEMES, type ThemeName } from "../../src/charts/theme.ts";
import type { Grain } from "../../src/contract/chart-spec/line.ts";
import { unreachable } from "../../src/core/unreachable.ts";

/** What ECharts hands to a tooltip, as far as it is read. */
interface Hovered {
  readonly seriesName?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly color?: unknown;
  readonly axisValue?: unknown;
  readonly data?: unknown;
}

interface Line {
  readonly label: string;
  readonly value: string;
  readonly color: string | null;
}

interface Content {
  readonly head: string;
  readonly lines: readonly Line[];
}

/**
 * The tooltip of a compiled option, with its numbers formatted. It is made of elements: text with style attributes is
 * refused by the content security policy.
 */
export function plotTooltip(spec: PlotSpec, theme: ThemeName, option: OptionPart): { readonly tooltip?: object } {
  if (option["tooltip"] === undefined) return {};
  const { accent, baseline } = THEMES[theme];
  const formatter = (hovered: Hovered | readonly Hovered[]): HTMLElement =>
    element(contentOf(spec, Array.isArray(hovered) ? hovered : [hovered as Hovered]), accent);
  return {
    tooltip: {
      ...(option["tooltip"] as OptionPart),
      confine: true,
      className: "plot-tooltip",
      transitionDuration: 0,
      padding: 0,
      borderWidth: 0,
      backgroundColor: "transparent",
      extraCssText: "box-shadow: none",
      axisPointer: {
        ...((option["tooltip"] as OptionPart)["axisPointer"] as OptionPart | undefined),
        lineStyle: { color: baseline, type: "solid" },
        label: { show: false },
      },
      formatter,
    },
  };
}

function contentOf(spec: PlotSpec, hovered: readonly Hovered[]): Content {
  const [first] = hovered;
  const numbers = numbersOf(first?.value);
  switch (spec.kind) {
    case "line": {
      const at = numbers[0] ?? Number(first?.axisValue);
      const head = spec.x.scale === "time" ? timeText(at, spec.x.grain) : formatValue(at, spec.x.unit);
      return { head, lines: seriesLines(hovered, (value) => numbersOf(value)[1] ?? null, spec.y.unit) };
    }
    case "bars":
      return {
        head: first?.name ?? "",
        lines: seriesLines(hovered, (value) => numbersOf(value)[0] ?? null, spec.value.unit),
      };
    case "histogram":
      return {
        head: `${formatValue(numbers[0] ?? null, spec.x.unit)} and more`,
        lines: [{ label: spec.count.label, value: exact(numbers.at(-1) ?? null, spec.count.unit), color: null }],
      };
    case "scatter":
      return {
        head: [first?.name, first?.seriesName].filter(Boolean).join(", "),
        lines: [
          { label: spec.x.label, value: exact(numbers[0] ?? null, spec.x.unit), color: null },
          { label: spec.y.label, value: exact(numbers[1] ?? null, spec.y.unit), color: null },
        ],
      };
    case "scatter-matrix":
      return {
        head: spec.point,
        lines: [{ label: "across, up", value: numbers.map((value) => exact(value, null)).join(", "), color: null }],
      };
    case "heatmap": {
      const [x, y, value] = numbers;
      const head = `${spec.y.values[y ?? -1] ?? ""}, ${spec.x.values[x ?? -1] ?? ""}`;
      return { head, lines: [{ label: spec.cell.label, value: exact(value ?? null, spec.cell.unit), color: null }] };
    }
    case "donut":
    case "map":
      return {
        head: first?.name ?? "",
        lines: [{ label: spec.value.label, value: exact(numbers[0] ?? null, spec.value.unit), color: null }],
      };
    default:
      return unreachable(spec);
  }
}

function numbersOf(value: unknown): readonly (number | null)[] {
  return (Array.isArray(value) ? value : [value]).map((one) =>
    typeof one === "number" && Number.isFinite(one) ? one : null,
  );
}

function seriesLines(
  hovered: readonly Hovered[],
  read: (value: unknown) => number | null,
  unit: string | null,
): readonly Line[] {
  // a line that turns from solid to dashed is two series with one name
  const seen = new Map<string, Line>();
  for (const { seriesName = "", value, color } of hovered) {
    const number = read(value);
    if (number === null && seen.has(seriesName)) continue;
    seen.set(seriesName, {
      label: seriesName.startsWith("series\u0000") ? "" : seriesName,
      value: exact(number, unit),
      color: typeof color === "string" ? color : null,
    });
  }
  return [...seen.values()];
}

function exact(value: number | null, unit: string | null): string {
  if (value === null || unit !== null || !Number.isInteger(value)) return formatValue(value, unit);
  return value.toLocaleString("en-US");
}

function timeText(ms: number, grain: Grain): string {
  const iso = new Date(ms).toISOString();
  const day = new Date(ms).toLocaleDateString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  if (grain === "hour" || grain === "minute") return `${day}, ${iso.slice(11, 16)}`;
  if (grain === "month") return iso.slice(0, 7);
  if (grain === "year") return iso.slice(0, 4);
  return grain === "week" ? `week of ${day}` : day;
}

function element({ head, lines }: Content, accent: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "tooltip";
  const title = document.createElement("div");
  title.className = "tooltip-head";
  title.dir = "auto";
  title.textContent = head;
  box.append(title);
  for (const { label, value, color } of lines) {
    const line = document.createElement("div");
    line.className = "tooltip-line";
    const dot = document.createElement("i");
    dot.style.background = color ?? accent;
    const name = document.createElement("span");
    name.dir = "auto";
    name.textContent = label;
    const number = document.createElement("b");
    number.textContent = value;
    line.append(dot, name, number);
    box.append(line);
  }
  return box;
}
