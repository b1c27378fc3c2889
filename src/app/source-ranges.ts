import { z } from "zod";
import { eventSources, lateDays, type Project, tableSources } from "../contract/project/project.ts";
import { dayOf, startOfDayMs } from "../core/calendar.ts";
import type { TimeRange } from "../models/project-day.ts";
import { ident, raw, type Sql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";

const Found = z.object({ table_name: z.string() });
const Extremes = z.object({ first: z.string().nullable(), last: z.string().nullable() });
const SourceExtremes = Extremes.extend({ source: z.string() });
const Distinct = z.object({ instants: z.number(), days: z.number() });

/** First and last instant of each source's facts; `events` stands for all event sources together. */
export async function sourceRanges(warehouse: Warehouse, project: Project): Promise<ReadonlyMap<string, TimeRange>> {
  const timed = await warehouse.rows({
    name: "timed-facts",
    row: Found,
    text: sql`select table_name from information_schema.columns where table_catalog = current_database() and column_name = 'event_time' and table_name like 'fct_%' order by 1`,
  });
  const names = new Set(timed.map(({ table_name }) => table_name));
  const ranges = new Map(names.has(EVENTS) ? await eventRanges(warehouse, project) : []);
  for (const [id, { late_days }] of tableSources(project)) {
    const relation = `fct_${id}`;
    if (!names.has(relation)) continue;
    const span = await spanOf(warehouse, relation);
    const facts = { rows: ident(relation), zone: project.project.timezone, lateDays: late_days };
    if (span !== null) ranges.set(id, await rangeOf(warehouse, span, facts));
  }
  return ranges;
}

const EVENTS = "fct_events";

/** The range of all events, and of those of each source; a source that is called `events` has that of all. */
async function eventRanges(warehouse: Warehouse, project: Project): Promise<ReadonlyMap<string, TimeRange>> {
  const logs = eventSources(project);
  const spans = logs.length > 1 ? await spansBySource(warehouse) : null;
  const widestSpan = spans === null ? await spanOf(warehouse, EVENTS) : widest([...spans.values()]);
  if (widestSpan === null) return new Map();
  const zone = project.project.timezone;
  const all = await rangeOf(warehouse, widestSpan, { rows: ident(EVENTS), zone, lateDays: lateDays(project) });
  const ranges = new Map<string, TimeRange>();
  for (const [id, source] of logs) {
    const span = spans?.get(id);
    const rows = sql`${ident(EVENTS)} where source = ${id}`;
    if (spans === null) ranges.set(id, all);
    else if (span !== undefined)
      ranges.set(id, await rangeOf(warehouse, span, { rows, zone, lateDays: source.late_days }));
  }
  return ranges.set("events", all);
}

type Span = Pick<TimeRange, "minMs" | "maxMs">;

const toSpan = ({ first, last }: z.infer<typeof Extremes>): Span | null =>
  first === null || last === null ? null : { minMs: Date.parse(first), maxMs: Date.parse(last) };

async function spanOf(warehouse: Warehouse, relation: string): Promise<Span | null> {
  const [row] = await warehouse.rows({
    name: "range",
    row: Extremes,
    text: sql`select min(event_time) as first, max(event_time) as last from ${ident(relation)} ${raw("order by 1")}`,
  });
  return row === undefined ? null : toSpan(row);
}

/** The spans of event sources that have rows, in one scan. */
async function spansBySource(warehouse: Warehouse): Promise<ReadonlyMap<string, Span>> {
  const rows = await warehouse.rows({
    name: "ranges",
    row: SourceExtremes,
    text: raw(
      "select source, min(event_time) as first, max(event_time) as last from fct_events group by source order by source",
    ),
  });
  return new Map(
    rows.flatMap((row): [string, Span][] => {
      const span = toSpan(row);
      return span === null ? [] : [[row.source, span]];
    }),
  );
}

const widest = (spans: readonly Span[]): Span | null =>
  spans.length === 0
    ? null
    : {
        minMs: Math.min(...spans.map(({ minMs }) => minMs)),
        maxMs: Math.max(...spans.map(({ maxMs }) => maxMs)),
      };

interface Facts {
  readonly rows: Sql;
  readonly zone: string;
  readonly lateDays: number;
}

async function rangeOf(warehouse: Warehouse, span: Span, facts: Facts): Promise<TimeRange> {
  const daily = await isDaily(warehouse, span, facts);
  return {
    ...span,
    ...(daily ? { daily } : {}),
    ...(facts.lateDays === 0 ? {} : { lateDays: facts.lateDays }),
  };
}

/** True when every row lies at the beginning of its day. */
async function isDaily(warehouse: Warehouse, { minMs, maxMs }: Span, { rows, zone }: Facts): Promise<boolean> {
  const beginsDay = (ms: number): boolean => ms === startOfDayMs(dayOf(ms, zone), zone);
  if (!beginsDay(minMs) || !beginsDay(maxMs)) return false;
  const [found] = await warehouse.rows({
    name: "instants",
    row: Distinct,
    text: sql`select count(distinct event_time) as instants, count(distinct day) as days from ${rows} ${raw("order by 1")}`,
  });
  return found !== undefined && found.instants === found.days;
}
