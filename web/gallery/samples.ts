import type { StatItem } from "../../src/contract/chart-spec/stat.ts";
import type { Envelope } from "../../src/contract/envelope.ts";
import { addDays } from "../../src/core/calendar.ts";
import type { Choice } from "../design/multi-select.tsx";

/** Three hundred characters without and with places to break. */
export const LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
  .repeat(4)
  .slice(0, 300);
export const LONG_TEXT =
  "Backpacks, bags and travel accessories for hikers who like very long product names and even longer descriptions "
    .repeat(3)
    .slice(0, 300);
export const ARABIC = "المبيعات حسب الفئة في الأسبوع الماضي";
export const HEBREW = "הכנסות לפי קטגוריה";

export const MANY_CHOICES: readonly Choice[] = Array.from({ length: 5000 }, (_, i) => ({
  value: `brand-${i}`,
  label: i === 7 ? LONG_TEXT : i === 11 ? ARABIC : `Brand ${i.toLocaleString("en-US")}`,
  note: `${Math.max(1, 5000 - i)}`,
}));

const series = (base: number, gap: boolean): StatItem["series"] =>
  Array.from({ length: 28 }, (_, i) => ({
    day: addDays("2019-11-01", i),
    value: gap && i > 9 && i < 14 ? null : Math.round(base * (1 + 0.2 * Math.sin(i / 3) + i / 90)),
  }));

const item = (label: string, more: Partial<StatItem>): StatItem => ({
  label,
  value: 12_345,
  unit: null,
  good: "up",
  change: 0.042,
  comparedWith: "Fri 22 Nov",
  series: series(12_000, false),
  ...more,
});

export const TILES: readonly StatItem[] = [
  item("Revenue", { value: 1_234_567.89, unit: "EUR", change: 0.031, series: series(1_200_000, false) }),
  item("Complaints", { value: 98, change: 0.12, good: "down", series: series(90, false) }),
  item("Conversion", { value: 0.0341, unit: "share", change: -0.08, series: series(40, true) }),
  item("Sessions, the same as before", { change: 0 }),
  item("No comparison yet", { change: null, comparedWith: null, series: [] }),
  item("Undetermined", { value: null, change: null, comparedWith: null, series: series(10, true) }),
  item(LONG_TEXT, { value: 1e12, unit: "impressions per thousand visitors" }),
  item(ARABIC, { good: "neutral" }),
];

/** A result with a warning, as a partial answer is. */
export const PARTIAL: Envelope = {
  id: "0123456789abcdef",
  analysis: "overview",
  version: 1,
  params: {},
  status: "ok",
  result: null,
  charts: [
    {
      kind: "stat",
      title: "Two of three sources have a complete day",
      subtitle: "partial: the source calls is not loaded yet",
      alt: "Tiles of two metrics.",
      items: TILES.slice(0, 2),
    },
  ],
  findings: [{ text: "Revenue rose by 3.1 % against the week before.", effect: 0.031, interval: null, n: 1200 }],
  warnings: ["calls: no complete day lies in the days asked for, so its metrics are left out"],
  receipt: {
    sql: [{ text: "select 1", params: [], engine: "duckdb", rows: 1, ms: 2 }],
    definitions: {},
    dataVersion: "sample",
    asOf: null,
    seed: 0,
    codeVersion: "sample",
    quality: "warn",
    ms: 12,
    peakRssBytes: 120_000_000,
  },
};
