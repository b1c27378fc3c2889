import type { ProjectInfo } from "../../src/contract/api/project.ts";
import { addDays, dayOf } from "../../src/core/calendar.ts";
import { addMonths, startOfPeriod } from "../../src/core/periods.ts";
import type { DatePreset } from "../design/date-range.tsx";

/** Ranges that end where the data end: yesterday of an old log is of no use. */
export function datePresets(
  project: Pick<ProjectInfo, "data" | "timezone" | "weekStart"> | undefined,
): readonly DatePreset[] {
  const all = { label: "All days", dates: { from: null, to: null } };
  const last = project?.data.last ?? null;
  if (project === undefined || last === null) return [all];
  const end = addDays(dayOf(Date.parse(last), project.timezone), 1);
  const month = startOfPeriod(addDays(end, -1), "month", project.weekStart);
  const days = (n: number): DatePreset => ({ label: `Last ${n} days`, dates: { from: addDays(end, -n), to: end } });
  return [
    all,
    days(7),
    days(14),
    days(28),
    days(90),
    { label: "Last month of data", dates: { from: month, to: end } },
    { label: "The month before", dates: { from: addMonths(month, -1), to: month } },
  ];
}
