import type { MapChart } from "../../contract/chart-spec/map.ts";
import { rampColor } from "../color-ramp.ts";
import { findCountry } from "../countries.ts";
import { formatBare, withUnit } from "../format.ts";
import { baseOption, CAPTION, type CompiledChart, caption, type OptionPart, type PlotSize, SMALL } from "../option.ts";
import type { Theme } from "../theme.ts";

/** The name under which assets/countries.json is registered with ECharts. */
export const COUNTRIES_MAP = "countries";

/** Width by height of these shapes. */
export const COUNTRIES_ASPECT = 2.26;

/** As many classes as a legend has room for. */
const CLASS_WIDTH = 96;
const MAX_CLASSES = 5;

interface Region {
  readonly name: string;
  readonly value: number | null;
}

export function compileMap(spec: MapChart, theme: Theme, { width, height }: PlotSize): CompiledChart {
  const { regions, notes } = placed(spec);
  const count = Math.max(2, Math.min(MAX_CLASSES, Math.floor(width / CLASS_WIDTH)));
  const classes = classesOf(regions, { ...spec.value, count, theme });
  return {
    option: {
      ...baseOption(theme),
      graphic: [caption(withUnit(spec.value), { left: 0, top: 0 }, theme)],
      tooltip: { trigger: "item" },
      visualMap: {
        type: "piecewise",
        show: classes.length > 0,
        pieces: classes,
        orient: "horizontal",
        left: 0,
        top: height - CAPTION,
        padding: 0,
        itemGap: 14,
        itemWidth: 12,
        itemHeight: 10,
        textStyle: { color: theme.text, fontSize: SMALL },
        outOfRange: { color: theme.grid },
      },
      series: [
        {
          type: "map",
          map: COUNTRIES_MAP,
          name: spec.value.label,
          aspectScale: 1,
          layoutCenter: ["50%", CAPTION + (height - 2 * CAPTION) / 2],
          layoutSize: Math.min(width, (height - 2 * CAPTION) * COUNTRIES_ASPECT),
          roam: false,
          silent: false,
          itemStyle: { areaColor: theme.grid, borderColor: theme.surface, borderWidth: 0.6 },
          label: { show: false },
          data: regions.map(({ name, value }) => ({ name, value: value ?? "-" })),
        },
      ],
    },
    notes,
  };
}

/** The places that have a shape; two names of one country are not added up: the table tells them apart. */
function placed({ places }: MapChart): { readonly regions: readonly Region[]; readonly notes: readonly string[] } {
  const regions = new Map<string, Region>();
  const missing: string[] = [];
  for (const { place, value } of places) {
    const country = findCountry(place);
    if (country === null || !country.drawn || regions.has(country.name)) missing.push(place);
    else regions.set(country.name, { name: country.name, value });
  }
  const names = missing.slice(0, 5).join(", ");
  const more = missing.length > 5 ? ` and ${(missing.length - 5).toLocaleString("en-US")} more` : "";
  return { regions: [...regions.values()], notes: missing.length === 0 ? [] : [`Not on the map: ${names}${more}.`] };
}

/**
 * Up to five classes: equal steps of the logarithm when values lie decades apart, else about equally many countries each,
 * because a few large ones would leave the rest in one shade.
 */
function classesOf(
  regions: readonly Region[],
  { unit, count, theme }: { readonly unit: string | null; readonly count: number; readonly theme: Theme },
): OptionPart[] {
  const values = regions.flatMap(({ value }) => (value === null ? [] : [value])).sort((a, b) => a - b);
  const [low = 0, high = 0] = [values[0], values.at(-1)];
  const starts = Array.from({ length: count }, (_, i) =>
    low > 0 && high / low >= 100
      ? values.find((v) => v >= low * (high / low) ** (i / count) * 0.999999)
      : values[Math.floor((i * values.length) / count)],
  );
  const lows = [...new Set(starts.filter((v) => v !== undefined))];
  return lows.map((from, i) => {
    const next = lows[i + 1];
    const to = values.findLast((v) => next === undefined || v < next) ?? from;
    const label = from === to ? formatBare(from, unit) : `${formatBare(from, unit)} – ${formatBare(to, unit)}`;
    const rank = lows.length === 1 ? 0.75 : 0.1 + (0.9 * i) / (lows.length - 1);
    // two hues where values lie on both sides of zero
    const side = 0.5 + (from + to) / 4 / Math.max(-low, high);
    const color = low < 0 && high > 0 ? rampColor(theme.diverging, side) : rampColor(theme.sequential, rank);
    return { gte: from, lte: to, label, color };
  });
}
