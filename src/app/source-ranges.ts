import { z } from "zod";
import { eventSources, type Project, tableSources } from "../contract/project/project.ts";
import { dayOf, startOfDayMs } from "../core/calendar.ts";
import type { TimeRange } from "../models/project-day.ts";
import { ident, raw, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";

const Found = z.object({ table_name: z.string() });
const Extremes = z.object({ first: z.string().nullable(), last: z.string().nullable() });
const Distinct = z.object({ instants: z.number(), days: z.number() });

/** First and last instant of each source's facts; `events` stands for all event sources together. */
export async function sourceRanges(warehouse: Warehouse, project: Project): Promise<ReadonlyMap<string, TimeRange>> {
  const timed = await warehouse.rows({
    name: "timed-facts",
    row: Found,
    text: sql`select table_name from information_schema.columns where table_catalog = current_database() and column_name = 'event_time' and table_name like 'fct_%' order by 1`,
  });
  const names = new Set(timed.map(({ table_name }) => table_name));
  const ranges = new Map<string, TimeRange>();
  for (const id of ["events", ...tableSources(project).map(([source]) => source)]) {
    const range = names.has(`fct_${id}`) ? await rangeOf(warehouse, `fct_${id}`, project.project.timezone) : null;
    if (range !== null) ranges.set(id, range);
  }
  const events = ranges.get("events");
  if (events !== undefined) for (const [id] of eventSources(project)) ranges.set(id, events);
  return ranges;
}

async function rangeOf(warehouse: Warehouse, relation: string, zone: string): Promise<TimeRange | null> {
  const [row] = await warehouse.rows({
    name: "range",
    row: Extremes,
    text: sql`select min(event_time) as first, max(event_time) as last from ${ident(relation)} ${raw("order by 1")}`,
  });
  if (row?.first == null || row.last == null) return null;
  const range = { minMs: Date.parse(row.first), maxMs: Date.parse(row.last) };
  const beginsDay = (ms: number): boolean => ms === startOfDayMs(dayOf(ms, zone), zone);
  if (!beginsDay(range.minMs) || !beginsDay(range.maxMs)) return range;
  const [found] = await warehouse.rows({
    name: "instants",
    row: Distinct,
    text: sql`select count(distinct event_time) as instants, count(distinct day) as days from ${ident(relation)} ${raw("order by 1")}`,
  });
  return found !== undefined && found.instants === found.days ? { ...range, daily: true } : range;
}
