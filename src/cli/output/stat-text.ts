import type { StatChart } from "../../contract/chart-spec/stat.ts";
import { formatChange, formatQuantity } from "../../core/quantity.ts";
import { textTable } from "./text-table.ts";
import { NULL_TEXT } from "./write-table.ts";

const BLOCKS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** A line of blocks from zero to the largest value; a gap where there is no value. */
export function sparkline(values: readonly (number | null)[]): string {
  const top = Math.max(0, ...values.map((v) => v ?? 0));
  return values
    .map((v) => (v === null ? " " : (BLOCKS[top <= 0 ? 0 : Math.max(0, Math.min(7, Math.round((v / top) * 7)))] ?? "")))
    .join("");
}

/** A stat chart as text: one line per tile. */
export function statText(chart: StatChart): string {
  const days = chart.items[0]?.series.length ?? 0;
  const lastDays = chart.items.map(({ series }) => series.at(-1)?.day ?? "");
  const sameDay = new Set(lastDays).size === 1;
  const columns = [
    { title: "metric", align: "left" as const },
    ...(sameDay ? [] : [{ title: "day", align: "left" as const }]),
    { title: "value", align: "right" as const },
    { title: "change", align: "right" as const },
    { title: `last ${days} days`, align: "left" as const },
  ];
  const rows = chart.items.map(({ label, value, unit, change, good, series }, i) => [
    label,
    ...(sameDay ? [] : [lastDays[i] ?? ""]),
    value === null ? NULL_TEXT : formatQuantity(value, unit),
    change === null ? NULL_TEXT : `${formatChange(change)}${verdict(change, good)}`,
    sparkline(series.map((point) => point.value)),
  ]);
  return [chart.subtitle, "", textTable(columns, rows)].join("\n");
}

function verdict(change: number, good: "up" | "down" | "neutral"): string {
  if (good === "neutral" || change === 0) return "";
  return change > 0 === (good === "up") ? " better" : " worse";
}
