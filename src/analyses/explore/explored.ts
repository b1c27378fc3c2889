import type { Project } from "../../contract/project/project.ts";
import { startOfDayMs } from "../../core/calendar.ts";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import { type ColumnSet, dimensionsOf } from "../../models/dimension.ts";
import { eventColumns } from "../../models/metrics/event-condition.ts";
import { selectedRows } from "../../models/metrics/metric-job.ts";
import { checkNames, type DayRange } from "../../models/metrics/metric-request.ts";
import type { RowSelection } from "../../models/metrics/metric-rows.ts";
import { resolveWindows } from "../../models/metrics/windows.ts";
import type { TimeRange } from "../../models/project-day.ts";
import { tableFactName } from "../../models/table-fact.ts";
import { ident, raw, type Sql, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { ExploreParams } from "./params.ts";

/** The rows that are explored: the event log, or one table with a time, cut to the selection. */
export interface Explored {
  /** `events`, or the id of the table source. */
  readonly source: string;
  readonly isLog: boolean;
  readonly columns: ColumnSet;
  /** Ids of the dimensions that the rows carry. */
  readonly dimensions: readonly string[];
  /** The column that says whose a row is: of a table its `entity`; null when rows have none. */
  readonly user: string | null;
  readonly window: DayRange;
  /** Instants of the whole source, whatever the selection. */
  readonly range: TimeRange;
  /** A condition on `day`. */
  readonly days: Sql;
  /** What filters and segment say about a row; null when they say nothing. */
  readonly where: RowSelection["where"];
  /** A relation of the selected rows with every column of the source, called r. */
  readonly rows: Sql;
}

/** @throws AppError USAGE for a source, dimension or segment that does not exist */
export function explored(
  params: ExploreParams,
  context: AnalysisContext,
): Explored | { readonly undetermined: string } {
  const { project, dialect, ranges, asOfMs } = context;
  checkNames({ metrics: [], by: [], filters: params.where, segment: params.segment }, project);
  const { source, columns } = sourceColumns(params, context);
  const windows = resolveWindows(
    { from: params.from, to: params.to, grain: "day", compare: "none" },
    { project, ranges, asOfMs, sources: [source] },
  );
  const range = ranges.get(source);
  if ("undetermined" in windows) return windows;
  if (range === undefined || columns === null) return { undetermined: "there are no rows with a time to look at" };
  const isLog = source === "events";
  const dimensions = dimensionsOf(project, isLog ? null : source);
  checkDimensions(params, dimensions);
  const window = windows.current;
  const days = sql`day >= ${dialect.date(window.from)} and day < ${dialect.date(window.to)}`;
  const selection = { filters: params.where, segment: params.segment, days: window };
  const filtered = params.where.length > 0 || params.segment !== undefined;
  const where = filtered ? (set: ColumnSet): Sql => selectedRows(selection, context, set) : null;
  const relation = ident(isLog ? "fct_events" : tableFactName(source));
  return {
    source,
    isLog,
    columns,
    dimensions,
    user: isLog ? "user_id" : entityOf(source, columns, context.project),
    window,
    range,
    days,
    where,
    rows: sql`(select * from ${relation} where ${days}${where === null ? raw("") : sql` and ${where(columns)}`}) as r`,
  };
}

/** The first and last instants between which the days asked for lie, with a day to spare. */
export function windowRange({ from, to }: DayRange, zone: string): TimeRange {
  const spare = 86_400_000;
  return { minMs: startOfDayMs(from, zone) - spare, maxMs: startOfDayMs(to, zone) + spare };
}

function sourceColumns(
  { on }: ExploreParams,
  { facts, tables }: AnalysisContext,
): { readonly source: string; readonly columns: ColumnSet | null } {
  const log = facts === null ? null : eventColumns(facts);
  if (on === undefined) {
    const [first] = tables;
    return log !== null || first === undefined
      ? { source: "events", columns: log }
      : { source: first[0], columns: first[1] };
  }
  if (on === "events" && log !== null) return { source: "events", columns: log };
  const columns = tables.get(on);
  if (columns !== undefined) return { source: on, columns };
  const known = [...(log === null ? [] : ["events"]), ...tables.keys()];
  throw new AppError("USAGE", `there is no table "${on}" with a time column${didYouMean(on, known)}`, {
    hint: `known: ${known.join(", ") || "none"}`,
  });
}

function entityOf(source: string, { columns }: ColumnSet, project: Project): string | null {
  const entity = project.sources[source]?.table?.entity?.toLowerCase();
  return columns.find(({ name }) => name.toLowerCase() === entity)?.name ?? null;
}

function checkDimensions({ where }: ExploreParams, dimensions: readonly string[]): void {
  for (const { dimension } of where) {
    if (dimensions.includes(dimension)) continue;
    throw new AppError("USAGE", `the rows have no dimension "${dimension}"`, {
      hint: `they can be filtered by: ${dimensions.join(", ") || "nothing"}`,
    });
  }
}
