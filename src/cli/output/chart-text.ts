import { chartTable } from "../../charts/chart-table.ts";
import { formatBare, withUnit } from "../../charts/format.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { printable } from "./display-width.ts";
import { overviewText } from "./overview-text.ts";
import { textTable } from "./text-table.ts";
import { NULL_TEXT } from "./write-table.ts";

/** A chart for a terminal: its title, subtitle and data. */
export function chartText(chart: ChartSpec): string {
  if (chart.kind === "stat") return overviewText(chart);
  const { columns, rows } = chartTable(chart);
  const titles = columns.map((column) => ({
    title: printable(withUnit(column)),
    align: column.type === "number" ? ("right" as const) : ("left" as const),
  }));
  const cells = rows.map((row) =>
    row.map((cell, i) => {
      if (cell === null) return NULL_TEXT;
      return typeof cell === "string" ? printable(cell) : formatBare(cell, columns[i]?.unit ?? null);
    }),
  );
  return [printable(chart.title), printable(chart.subtitle), "", textTable(titles, cells)].join("\n");
}
