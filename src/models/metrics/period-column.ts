import type { Project } from "../../contract/project/project.ts";
import type { Grain } from "../../contract/selection.ts";
import { HOUR_MS, offsetSpans } from "../../core/calendar.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { joinSql, type Sql, sql } from "../../sql/sql.ts";
import type { TimeRange } from "../project-day.ts";
import type { RowClock } from "./metric-rows.ts";

export interface PeriodOptions {
  readonly project: Project;
  readonly dialect: Dialect;
  /** Instants between which the rows lie. */
  readonly range: TimeRange;
  /** What a row's period is called when there is only one. */
  readonly whole: string;
}

/**
 * The period of a row: the first day of its day, week, month, quarter or year in the project's calendar; the instant
 * at which its clock hour began; or one name for all.
 */
export function periodColumn(grain: Grain, { day, time }: RowClock, options: PeriodOptions): Sql {
  const { project, dialect, whole } = options;
  switch (grain) {
    case "total":
      return dialect.cast(sql`${whole}`, "date");
    case "day":
      return day;
    case "hour":
      return time === null ? day : hourColumn(time, options);
    default:
      return dialect.startOf(day, grain, project.project.week_start);
  }
}

function hourColumn(time: Sql, { project, dialect, range }: PeriodOptions): Sql {
  const spans = offsetSpans(project.project.timezone, range.minMs, range.maxMs);
  const shifts = spans.map(({ offsetMs }) => ((offsetMs % HOUR_MS) + HOUR_MS) % HOUR_MS);
  const [first = 0] = shifts;
  if (shifts.every((shift) => shift === first)) return dialect.hourAt(time, first);
  const branches = spans.slice(1).map(({ fromMs }, i) => {
    return sql`when ${time} < ${dialect.timestamp(fromMs)} then ${dialect.hourAt(time, shifts[i] ?? 0)}`;
  });
  return sql`case ${joinSql(branches, " ")} else ${dialect.hourAt(time, shifts.at(-1) ?? 0)} end`;
}
