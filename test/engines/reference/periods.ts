import type { Project } from "../../../src/contract/project/project.ts";
import type { Grain } from "../../../src/contract/selection.ts";
import { startOfHourMs, startOfPeriod } from "../../../src/core/periods.ts";
import type { FactRow } from "./fact-rows.ts";

/** The period in which an event lies: its first day, the instant its hour began, or one name for all. */
export function periodOf(
  row: FactRow,
  grain: Grain,
  { project: { timezone, week_start }, whole }: PeriodNames,
): string {
  if (grain === "total") return whole;
  if (grain !== "hour") return startOfPeriod(row.day, grain, week_start);
  const start = startOfHourMs(Math.floor(row.event_time / 1000), timezone);
  return new Date(start).toISOString().replace(".000Z", "Z");
}

export interface PeriodNames {
  readonly project: Project["project"];
  /** What the only period is called when there is one. */
  readonly whole: string;
}
