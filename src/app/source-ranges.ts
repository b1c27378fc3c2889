import { z } from "zod";
import { eventSources, type Project, tableSources } from "../contract/project/project.ts";
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
  const ranges = new Map<string, TimeRange>();
  const add = async (ids: readonly string[], span: Span | null, facts: Sql): Promise<void> => {
    if (span === null) return;
    const range = (await isDaily(warehouse, span, { facts, zone: project.project.timezone }))
      ? { ...span, daily: true }
      : span;
    for (const id of ids) ranges.set(id, range);
  };
  const logs = names.has("fct_events") ? eventSources(project).map(([id]) => id) : [];
  if (logs.length === 1) await add(["events", ...logs], await spanOf(warehouse, "fct_events"), raw("fct_events"));
  if (logs.length > 1) {
    const spans = await spansBySource(warehouse);
    await add(["events"], widest([...spans.values()]), raw("fct_events"));
    for (const [id, span] of spans) await add([id], span, sql`fct_events where source = ${id}`);
  }
  for (const [id] of tableSources(project)) {
    const relation = `fct_${id}`;
    if (names.has(relation)) await add([id], await spanOf(warehouse, relation), ident(relation));
  }
  return ranges;
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

/** True when every row of the facts lies at the beginning of its day. */
async function isDaily(
  warehouse: Warehouse,
  { minMs, maxMs }: Span,
  { facts, zone }: { readonly facts: Sql; readonly zone: string },
): Promise<boolean> {
  const beginsDay = (ms: number): boolean => ms === startOfDayMs(dayOf(ms, zone), zone);
  if (!beginsDay(minMs) || !beginsDay(maxMs)) return false;
  const [found] = await warehouse.rows({
    name: "instants",
    row: Distinct,
    text: sql`select count(distinct event_time) as instants, count(distinct day) as days from ${facts} ${raw("order by 1")}`,
  });
  return found !== undefined && found.instants === found.days;
}
