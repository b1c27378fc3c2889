import type { LakePart } from "../contract/manifest.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import type { Dialect, SqlType } from "../sql/dialect.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import { sqlType } from "./column-type.ts";
import type { EventLog, TypedColumn } from "./event-log.ts";

export interface StagingContext {
  readonly dialect: Dialect;
  /** The path by which the engine reads a part. */
  readonly locate: (part: LakePart) => string;
}

export const stgName = (source: string): string => `stg_${source}`;

const ADDED: readonly TypedColumn[] = [
  { name: "source", type: "text" },
  { name: "day", type: "date" },
  { name: "ingest_seq", type: "integer" },
];

/** The columns of `stg_<source>`: those of the source, then source, day (UTC) and ingest_seq. */
export function stagedColumns(schema: SourceSchema | undefined): readonly TypedColumn[] {
  return [...(schema?.columns ?? []).map(({ name, type }) => ({ name, type: sqlType(type) })), ...ADDED];
}

/** A select list item that gives null of a type. */
const typedNull = (name: string, type: SqlType, dialect: Dialect): Sql =>
  sql`${dialect.cast(raw("null"), type)} as ${ident(name)}`;

const emptyRelation = (columns: readonly TypedColumn[], dialect: Dialect): Sql =>
  sql`select ${joinSql(columns.map(({ name, type }) => typedNull(name, type, dialect)))} where false`;

/** The parts by shape: files whose columns and physical types are equal are read by one reader. */
function groupByShape(parts: readonly LakePart[]): readonly (readonly LakePart[])[] {
  const groups = new Map<string, LakePart[]>();
  for (const part of parts) {
    const shape = JSON.stringify(part.columns.map(({ name, physical }) => [name, physical]));
    const group = groups.get(shape);
    if (group === undefined) groups.set(shape, [part]);
    else group.push(part);
  }
  return [...groups.values()];
}

function readParts(
  parts: readonly LakePart[],
  columns: readonly TypedColumn[],
  { dialect, locate }: StagingContext,
): Sql {
  const stored = new Map((parts[0]?.columns ?? []).map(({ name }) => [name.toLowerCase(), name]));
  for (const { name } of ADDED) stored.set(name, name);
  const list = columns.map(({ name, type }) => {
    const found = stored.get(name.toLowerCase());
    return found === undefined
      ? typedNull(name, type, dialect)
      : sql`${dialect.cast(ident(found), type)} as ${ident(name)}`;
  });
  const paths = parts.map((part) => literal(locate(part))).join(", ");
  return sql`select ${joinSql(list)} from read_parquet([${raw(paths)}], hive_partitioning = false)`;
}

/**
 * The rows of a source: every part of the manifest, named one by one, with the logical types. A source without parts
 * gives no rows and the right columns.
 */
export function stageSource(parts: readonly LakePart[], columns: readonly TypedColumn[], context: StagingContext): Sql {
  if (parts.length === 0) return emptyRelation(columns, context.dialect);
  return joinSql(
    groupByShape(parts).map((group) => readParts(group, columns, context)),
    " union all ",
  );
}

/** One event source's staged relation, brought to the columns of `stg_events`. */
export function conformEvents(
  from: Sql,
  { log, own, dialect }: { log: EventLog; own: readonly TypedColumn[]; dialect: Dialect },
): Sql {
  const names = new Map(own.map(({ name }) => [name.toLowerCase(), name]));
  const list = log.staged.map(({ name, type }) => {
    const found = names.get(name.toLowerCase());
    return found === undefined
      ? typedNull(name, type, dialect)
      : sql`${dialect.cast(ident(found), type)} as ${ident(name)}`;
  });
  return sql`select ${joinSql(list)} from ${from}`;
}

const QUARANTINE: readonly TypedColumn[] = [
  { name: "source", type: "text" },
  { name: "file", type: "text" },
  { name: "line", type: "integer" },
  { name: "column_name", type: "text" },
  { name: "reason", type: "text" },
  { name: "raw", type: "text" },
];

/** Rows that could not be typed, of every source. */
export function stageQuarantine(parts: readonly LakePart[], context: StagingContext): Sql {
  if (parts.length === 0) return emptyRelation(QUARANTINE, context.dialect);
  const list = QUARANTINE.map(({ name, type }) => sql`${context.dialect.cast(ident(name), type)} as ${ident(name)}`);
  const paths = parts.map((part) => literal(context.locate(part))).join(", ");
  return sql`select ${joinSql(list)} from read_parquet([${raw(paths)}], hive_partitioning = false)`;
}
