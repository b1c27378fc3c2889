import type { Finding } from "../../contract/envelope.ts";
import { formatChange, formatQuantity } from "../../core/quantity.ts";
import { lineLabel } from "./chart.ts";
import type { OverviewLine, OverviewResult } from "./compute.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function weekday(day: string): string {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "";
}

function sentence(line: OverviewLine): string {
  const label = lineLabel(line);
  if (line.value === null) return `${label} on ${line.day} is undetermined: ${line.reason}.`;
  const value = `${label} ${formatQuantity(line.value, line.unit)} on ${weekday(line.day)} ${line.day}`;
  if (line.change === null || line.previous === null) return `${value}; no comparison: ${line.reason}.`;
  return `${value}, ${formatChange(line.change)} against ${formatQuantity(line.previous, line.unit)} on ${line.previousDay}.`;
}

/** A sentence per metric. A single day's difference has no interval here: it is a description, not a test. */
export function overviewFindings({ lines }: OverviewResult): readonly Finding[] {
  return lines.map((line) => ({ text: sentence(line), effect: line.change, interval: null, n: line.n }));
}
