import { type DimensionSpec, eventSources, type Project } from "../contract/project/project.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { asText, type ColumnScope, compileRules } from "../sql/compile.ts";
import type { Dialect, SqlType, TypedSql } from "../sql/dialect.ts";
import { ident, literal, raw, type Sql, sql } from "../sql/sql.ts";
import type { TypedColumn } from "./event-log.ts";

/** A dimension that needs a column of its own because it is more than a plain column. */
export interface ComputedDimension {
  readonly id: string;
  readonly type: SqlType;
  readonly expression: Sql;
}

/** The columns of a relation, for compiling what a project says about them. */
export interface ColumnSet {
  readonly columns: readonly TypedColumn[];
  /** False while a source that belongs to the relation has not been loaded: a column not known yet is then null. */
  readonly complete: boolean;
}

/** A column by its name, case ignored as engines do. @throws AppError CONFIG_INVALID that names the nearest column */
export function scopeOf({ columns, complete }: ColumnSet, where: string): ColumnScope {
  const known = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  return (name) => {
    const found = known.get(name.toLowerCase());
    if (found !== undefined) return { ...ident(found.name), type: found.type };
    if (!complete) return raw("null");
    const names = columns.map((column) => column.name);
    throw new AppError("CONFIG_INVALID", `${where}: there is no column "${name}"${didYouMean(name, names)}`, {
      hint: `columns: ${names.join(", ")}`,
    });
  };
}

/** A dimension as it is shown. */
export interface NamedDimension {
  readonly id: string;
  readonly label: string;
}

/** The dimension with its declared label, or its id for one; null for none. */
export function namedDimension(id: string, project: Pick<Project, "dimensions">): NamedDimension;
export function namedDimension(
  id: string | null | undefined,
  project: Pick<Project, "dimensions">,
): NamedDimension | null;
export function namedDimension(
  id: string | null | undefined,
  { dimensions }: Pick<Project, "dimensions">,
): NamedDimension | null {
  return id == null ? null : { id, label: dimensions[id]?.label ?? id };
}

/** The column that a dimension is, spelt as the relation has it, with its type where that is known. */
export function dimensionColumn(id: string, { columns }: Pick<ColumnSet, "columns">): TypedSql {
  const found = columns.find(({ name }) => name.toLowerCase() === id.toLowerCase());
  return found === undefined ? ident(id) : { ...ident(found.name), type: found.type };
}

/** The dimension of a row as text; null where it has none. */
export function dimensionText(id: string, columns: Pick<ColumnSet, "columns">, dialect: Dialect): Sql {
  return asText(dimensionColumn(id, columns), dialect);
}

/** True when the dimension is a column as it stands, under its own name. */
function isPlain(id: string, { column, rules, default: fallback }: DimensionSpec): boolean {
  return (
    rules === undefined && fallback === undefined && (column === undefined || column.toLowerCase() === id.toLowerCase())
  );
}

/** Ids of the dimensions of the event log (`source` null: of all event sources) or of one source. */
export function dimensionsOf(project: Project, source: string | null): readonly string[] {
  const events = new Set(eventSources(project).map(([id]) => id));
  return Object.entries(project.dimensions)
    .filter(([, { on }]) => {
      if (source === null) return on === undefined || events.has(on);
      return on === source || (on === undefined && events.has(source));
    })
    .map(([id]) => id);
}

export interface DimensionContext {
  readonly dialect: Dialect;
  readonly from: ColumnSet;
  /** The table source, or null for the event log. */
  readonly source: string | null;
  /** Columns of the model that a dimension must not replace. */
  readonly reserved: ReadonlySet<string>;
  /** Names under which the model has what `from` has under them, in lower case. */
  readonly kept: ReadonlySet<string>;
  /** Columns of the files that are kept under another name, by their own in lower case. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * The dimensions of a relation that are computed: by rules, from a column of another name, or with a default. A
 * computed dimension with the name of a source column takes its place; the raw column stays in the staged relation.
 */
export function computedDimensions(project: Project, context: DimensionContext): readonly ComputedDimension[] {
  return dimensionsOf(project, context.source).flatMap((id) => {
    const spec = project.dimensions[id];
    if (spec === undefined) return [];
    const where = `dimensions.${id}`;
    const scope = scopeOf(context.from, where);
    const column = columnOf(id, spec, context);
    const plain = isPlain(id, spec) && column === id;
    if (plain && context.kept.has(id)) return [];
    const read = { ...spec, column };
    if (context.reserved.has(id)) throw isReserved(id, read);
    if (plain && !context.from.columns.some(({ name }) => name.toLowerCase() === id))
      return [{ id, type: "text" as const, expression: asText(scope(id), context.dialect) }];
    const expression = restrict(expressionOf(read, { scope, dialect: context.dialect }), spec, context);
    return [{ id, type: typeOf(read, context.from.columns), expression }];
  });
}

/** The column that a dimension is made of, under its name in the lake. */
function columnOf(id: string, { column = id }: DimensionSpec, { renamed }: DimensionContext): string {
  return renamed.get(column.toLowerCase()) ?? (column.toLowerCase() === id ? id : column);
}

type ReadDimension = DimensionSpec & { readonly column: string };

function isReserved(id: string, { column, rules }: ReadDimension): AppError {
  const such = rules === undefined ? `, such as own_${id}: {column: ${column}}` : "";
  return new AppError("CONFIG_INVALID", `dimensions.${id}: "${id}" is a column of the models`, {
    hint: `choose another id${such}`,
  });
}

function typeOf({ column, rules, default: fallback }: ReadDimension, columns: readonly TypedColumn[]): SqlType {
  if (rules !== undefined || fallback !== undefined) return "text";
  return columns.find(({ name }) => name.toLowerCase() === column.toLowerCase())?.type ?? "text";
}

interface ExpressionContext {
  readonly scope: ColumnScope;
  readonly dialect: Dialect;
}

function expressionOf({ column, rules, default: fallback }: ReadDimension, { scope, dialect }: ExpressionContext): Sql {
  if (rules !== undefined)
    return compileRules({ rules, ...(fallback === undefined ? {} : { default: fallback }) }, scope, dialect);
  if (fallback === undefined) return scope(column);
  return sql`coalesce(${asText(scope(column), dialect)}, ${fallback})`;
}

/** A dimension of one event source is null on the events of the others. */
function restrict(expression: Sql, { on }: DimensionSpec, { source }: DimensionContext): Sql {
  if (source !== null || on === undefined) return expression;
  return sql`case when source = ${raw(literal(on))} then ${expression} end`;
}
