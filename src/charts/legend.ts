import { literal, type OptionPart, SMALL } from "./option.ts";
import { ellipsis, textWidth } from "./text-width.ts";
import type { Theme } from "./theme.ts";

const ROW = 26;
const SWATCH = 10;
const GAP = 16;
const MAX_NAME = 180;
const MAX_ENTRIES = 16;

export interface Legend {
  /** Pixels it takes at the top. */
  readonly height: number;
  readonly option: OptionPart;
}

export const NO_LEGEND: Legend = { height: 0, option: { show: false } };

/** Series names as ECharts knows them: cut, and told apart when cutting made two alike. */
export function seriesNames(labels: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const name = literal(ellipsis(label, MAX_NAME, { size: SMALL }));
    const n = (seen.get(name) ?? 0) + 1;
    seen.set(name, n);
    return n === 1 ? name : `${name} (${n})`;
  });
}

/** A legend at the top left, for what cannot be labelled directly. */
export function legend(names: readonly string[], { width, theme }: { width: number; theme: Theme }): Legend {
  const shown = names.slice(0, MAX_ENTRIES);
  let [rows, used] = [1, 0];
  for (const name of shown) {
    const entry = SWATCH + 5 + textWidth(name, { size: SMALL }) + GAP;
    if (used > 0 && used + entry > width) [rows, used] = [rows + 1, 0];
    used += entry;
  }
  return {
    height: rows * ROW,
    option: {
      show: true,
      type: "plain",
      left: 0,
      top: 0,
      width,
      padding: 0,
      itemGap: GAP,
      itemWidth: SWATCH,
      itemHeight: SWATCH,
      icon: "roundRect",
      data: [...shown],
      textStyle: { color: theme.text, fontSize: SMALL, padding: [0, 0, 0, 0] },
    },
  };
}
