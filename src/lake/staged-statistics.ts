import type { SchemaColumn } from "../contract/source-schema.ts";
import { ident, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { MISFIT_COLUMN } from "./staging-plan.ts";
import { type ColumnExtremes, physicalType } from "./typing.ts";
import type { StagedDay } from "./write-parts.ts";

export type PhysicalColumn = SchemaColumn & { readonly physical: string };

export interface StagedStatistics {
  readonly misfits: number;
  readonly days: readonly StagedDay[];
  readonly columns: readonly PhysicalColumn[];
}

/** What the parts need to know about the staged rows: days with counts, and the narrowest type of each column. */
export async function stagedStatistics(
  warehouse: Warehouse,
  relation: string,
  columns: readonly SchemaColumn[],
): Promise<StagedStatistics> {
  const good = sql`from ${raw(relation)} where ${ident(MISFIT_COLUMN)} is null`;
  const { rows: misfit } = await warehouse.table(
    sql`select count(*) from ${raw(relation)} where ${ident(MISFIT_COLUMN)} is not null`,
  );
  return {
    misfits: Number(misfit[0]?.[0] ?? 0),
    days: await stagedDays(warehouse, good, columns),
    columns: await physicalColumns(warehouse, good, columns),
  };
}

async function stagedDays(
  warehouse: Warehouse,
  good: Sql,
  columns: readonly SchemaColumn[],
): Promise<readonly StagedDay[]> {
  if (!columns.some(({ role }) => role === "time")) {
    const { rows } = await warehouse.table(sql`select count(*) ${good}`);
    return [{ day: null, rows: Number(rows[0]?.[0] ?? 0), minTime: null, maxTime: null }];
  }
  const { rows } = await warehouse.table(
    sql`select cast(event_time as date), count(*), min(event_time), max(event_time) ${good} group by 1 order by 1`,
  );
  return rows.map(([day, count, min, max]) => ({
    day: String(day),
    rows: Number(count),
    minTime: String(min),
    maxTime: String(max),
  }));
}

async function physicalColumns(
  warehouse: Warehouse,
  good: Sql,
  columns: readonly SchemaColumn[],
): Promise<readonly PhysicalColumn[]> {
  const measured = columns.filter(({ type }) => type === "integer" || type === "number" || type.startsWith("decimal"));
  if (measured.length === 0)
    return columns.map((column) => ({ ...column, physical: physicalType(column.type, NO_EXTREMES) }));
  const list = measured.flatMap(({ name, type }) => {
    const x = ident(name);
    const exact =
      type === "number" ? sql`coalesce(bool_and(${x} = cast(try_cast(${x} as float) as double)), true)` : raw("false");
    return [sql`cast(min(${x}) as varchar)`, sql`cast(max(${x}) as varchar)`, exact];
  });
  const { rows } = await warehouse.table(sql`select ${joinSql(list)} ${good}`);
  const cells = rows[0] ?? [];
  const text = (cell: unknown): string | null => (cell === null || cell === undefined ? null : String(cell));
  const extremes = new Map(
    measured.map(({ name }, i): [string, ColumnExtremes] => [
      name,
      { min: text(cells[3 * i]), max: text(cells[3 * i + 1]), floatExact: cells[3 * i + 2] === true },
    ]),
  );
  return columns.map((column) => ({
    ...column,
    physical: physicalType(column.type, extremes.get(column.name) ?? NO_EXTREMES),
  }));
}

const NO_EXTREMES: ColumnExtremes = { min: null, max: null, floatExact: false };
