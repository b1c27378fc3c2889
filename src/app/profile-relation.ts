import { z } from "zod";
import type { CancelSignal } from "../core/signal.ts";
import { ident, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import type { Cell, Warehouse } from "../warehouse/port.ts";
import type { WarehouseRelation } from "./relations.ts";

/** What a column holds. Everything is counted, nothing estimated. */
export interface ColumnSummary {
  readonly column: string;
  readonly type: string;
  readonly rows: number;
  readonly nulls: number;
  readonly distinct: number;
  readonly min: Cell;
  /** Hyndman-Fan type 7 quantiles of numbers, dates and timestamps; null for other types and for 19-digit ids. */
  readonly p25: Cell;
  readonly median: Cell;
  readonly p75: Cell;
  readonly max: Cell;
  /** The most frequent values, most frequent first; none for a column whose values hardly repeat. */
  readonly top: readonly { readonly value: Cell; readonly rows: number }[];
}

export interface ProfileOptions {
  readonly topValues?: number;
  readonly signal?: CancelSignal | undefined;
}

const RowCount = z.number();

type Column = WarehouseRelation["columns"][number];

/** Columns summed up in one scan, at most. */
const BATCH = 8;
/** Values a scan may hold: for exact quantiles the engine keeps a column in memory that its limit does not count. */
const HELD_VALUES = 32_000_000;

const isOrdered = (type: string): boolean =>
  /int|decimal|double|float|date|timestamp/i.test(type) && !/\[|\(.*"/.test(type);
const isComparable = (type: string): boolean => !/^(json|struct|map|blob)|\[/i.test(type);

/** A profile of every column of a relation, in its order. */
export async function profileRelation(
  warehouse: Warehouse,
  { name, columns }: Pick<WarehouseRelation, "name" | "columns">,
  { topValues = 5, signal }: ProfileOptions = {},
): Promise<readonly ColumnSummary[]> {
  const summaries: ColumnSummary[] = [];
  const counted = await warehouse.table(sql`select count(*) from ${ident(name)}`, { signal });
  const total = RowCount.parse(counted.rows[0]?.[0]);
  const size = Math.min(BATCH, Math.max(1, Math.floor(HELD_VALUES / Math.max(1, total))));
  for (let at = 0; at < columns.length; at += size) {
    const batch = columns.slice(at, at + size);
    const { rows } = await warehouse.table(summaryQuery(warehouse, name, batch), { signal });
    const cells = [...(rows[0] ?? [])];
    for (const column of batch) {
      const [filled, distinct, min, p25, median, p75, max] = cells.splice(0, 7);
      const summary = { rows: total, nulls: total - Number(filled ?? 0), distinct: Number(distinct ?? 0) };
      // quantiles are doubles: for integers beyond 2^53 they would show digits that are not there
      const exact = typeof max !== "string" || !/int/i.test(column.type);
      const top = await topOf(warehouse, { relation: name, column, summary, topValues, signal });
      summaries.push({
        column: column.name,
        type: column.type,
        ...summary,
        min: min ?? null,
        p25: exact ? (p25 ?? null) : null,
        median: exact ? (median ?? null) : null,
        p75: exact ? (p75 ?? null) : null,
        max: max ?? null,
        top,
      });
    }
  }
  return summaries;
}

function summaryQuery({ dialect }: Warehouse, relation: string, columns: readonly Column[]): Sql {
  const none = raw("null");
  const measures = columns.flatMap(({ name, type }) => {
    const x = ident(name);
    const [p25 = none, median = none, p75 = none] = isOrdered(type) ? dialect.quantiles([0.25, 0.5, 0.75], x) : [];
    const [least, most] = isComparable(type) ? [sql`min(${x})`, sql`max(${x})`] : [none, none];
    return [sql`count(${x})`, sql`count(distinct ${x})`, least, p25, median, p75, most];
  });
  return sql`select ${joinSql(measures)} from ${ident(relation)}`;
}

interface TopQuery {
  readonly relation: string;
  readonly column: Column;
  readonly summary: { readonly rows: number; readonly nulls: number; readonly distinct: number };
  readonly topValues: number;
  readonly signal: CancelSignal | undefined;
}

async function topOf(warehouse: Warehouse, query: TopQuery): Promise<ColumnSummary["top"]> {
  const { relation, column, summary, topValues, signal } = query;
  const filled = summary.rows - summary.nulls;
  if (filled === 0 || (summary.distinct > filled / 2 && filled > 20)) return [];
  const x = ident(column.name);
  const { rows } = await warehouse.table(
    sql`select ${x} as value, count(*) as n from ${ident(relation)} where ${x} is not null
      group by 1 order by n desc, value limit ${raw(String(topValues))}`,
    { signal },
  );
  return rows.map(([value, n]) => ({ value: value ?? null, rows: RowCount.parse(n) }));
}
