import { TOTAL } from "../../contract/selection.ts";
import type { ResultTable } from "../analysis.ts";
import type { SessionsLine, SessionsResult } from "./compute.ts";

/** One row for all sessions, each value, each first and each last event: exact values. */
export function sessionsTable({ total, lines, entries, exits, dimension }: SessionsResult): ResultTable {
  const row = (what: string, line: SessionsLine): ResultTable["rows"][number] => [
    what,
    line.value ?? TOTAL,
    line.sessions,
    line.share,
    line.single.count,
    line.single.value,
    line.medianSeconds,
    line.p90Seconds,
    line.meanSeconds,
    line.medianEvents,
    line.meanEvents,
  ];
  const numbers = [
    "sessions",
    "share",
    "single",
    "single_share",
    "median_s",
    "p90_s",
    "mean_s",
    "median_events",
    "mean_events",
  ];
  return {
    columns: [
      { name: "split", type: "text" },
      { name: "value", type: "text" },
      ...numbers.map((name) => ({ name, type: "number" as const })),
    ],
    rows: [
      row("all", total),
      ...lines.map((line) => row(dimension?.id ?? "", line)),
      ...entries.map((line) => row("entry", line)),
      ...exits.map((line) => row("exit", line)),
    ],
  };
}
