import { type Expression, parseExpression } from "../contract/expression.ts";
import type { Source } from "../contract/project/source.ts";
import type { SchemaColumn, SourceSchema } from "../contract/source-schema.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { type ColumnScope, compileCondition, compileExpression, compileRules } from "../sql/compile.ts";
import type { Dialect } from "../sql/dialect.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import { columnSpec } from "./roles.ts";
import { type TypedColumn, typeText } from "./typing.ts";

/** Separates the column from its text in a misfit: a character that no sane text holds. */
export const MISFIT_SEPARATOR = "\u001f";
export const MISFIT_COLUMN = "_misfit";

export interface StagingInput {
  readonly source: Source;
  readonly schema: Pick<SourceSchema, "columns">;
  /** Names of the columns the reader delivers. */
  readonly names: readonly string[];
  /** Reader columns whose engine type already is the logical one (Parquet), by name. */
  readonly nativeTypes: ReadonlyMap<string, string>;
  /** True when the reader delivers undeclared columns as JSON, false when as text or typed values. */
  readonly restIsJson: boolean;
  readonly timezone: string;
  readonly dialect: Dialect;
}

/** The select list that turns a reader's columns into lake columns, ending with the row's first misfit or null. */
export function stagingSelect(input: StagingInput): Sql {
  const typed = input.schema.columns.map((column) => ({ column, ...typedColumn(column, input) }));
  const misfits = typed.flatMap(({ column, value, misfit }) => {
    const text = raw(literal(`${column.from ?? column.name}${MISFIT_SEPARATOR}`));
    const shown = column.from === null ? raw("''") : sql`coalesce(${sourceText(column.from, input)}, '')`;
    const branch = (condition: Sql): Sql => sql`when ${condition} then ${text} || ${shown}`;
    const required = column.role === "time" || column.role === "event";
    return [...(misfit === null ? [] : [branch(misfit)]), ...(required ? [branch(sql`${value} is null`)] : [])];
  });
  const columns = typed.map(({ column, value }) => sql`${value} as ${ident(column.name)}`);
  const misfit = misfits.length === 0 ? raw("cast(null as varchar)") : sql`case ${joinSql(misfits, " ")} end`;
  return joinSql([...columns, sql`${misfit} as ${ident(MISFIT_COLUMN)}`]);
}

/** The source's text of a column, null where it is empty or one of the declared null markers. */
function sourceText(name: string, { source, nativeTypes }: StagingInput): Sql {
  const column = nativeTypes.has(name) ? sql`cast(${ident(name)} as varchar)` : ident(name);
  const markers = [...(source.null_values ?? []), ...(columnSpec(source, name).nulls ?? [])];
  if (source.format === "amplitude" && name === source.events?.session) markers.push("-1");
  return markers.length === 0
    ? column
    : sql`case when ${column} in (${joinSql(markers.map((marker) => raw(literal(marker))))}) then null else ${column} end`;
}

/** A lake column's value and misfit condition. */
export function typedColumn(column: SchemaColumn, input: StagingInput): TypedColumn {
  if (column.role === "props") return { value: propsValue(input), misfit: null };
  if (column.from === null) return { value: computedValue(column, input), misfit: null };
  const hasMarkers = (columnSpec(input.source, column.from).nulls ?? input.source.null_values ?? []).length > 0;
  if (input.nativeTypes.get(column.from) === column.type && !hasMarkers)
    return { value: ident(column.from), misfit: null };
  const text = sourceText(column.from, input);
  if (column.type === "json" && input.restIsJson) return { value: text, misfit: null };
  const isId = column.role !== "column" && column.type === "text";
  return typeText(isId ? sql`nullif(${text}, '')` : text, column, { timezone: zoneOf(input) });
}

/** Zone of instants without an offset. Amplitude writes its own in UTC, whatever the project's zone. */
function zoneOf({ source, timezone }: StagingInput): string {
  return source.format === "amplitude" ? "UTC" : timezone;
}

function computedValue(column: SchemaColumn, input: StagingInput): Sql {
  const { source, dialect } = input;
  const scope = columnScope(input);
  const { name } = source.events ?? {};
  if (column.role === "event" && typeof name === "object") {
    return "const" in name ? raw(literal(name.const)) : compileRules(name, scope, dialect);
  }
  if (column.role === "value" && source.events?.value !== undefined) {
    const { value } = source.events;
    const [expr, events] = typeof value === "string" ? [value, undefined] : [value.expr, value.events];
    const amount = tried(parseExpression(expr), scope, dialect);
    const cast = column.type === "" ? amount : sql`try_cast(${amount} as ${raw(engineType(column.type))})`;
    if (events === undefined) return cast;
    const eventColumn = input.schema.columns.find((c) => c.role === "event");
    const event = eventColumn === undefined ? raw("null") : typedColumn(eventColumn, input).value;
    return sql`case when ${compileCondition({ event: events }, () => event, dialect)} then ${cast} end`;
  }
  const { expr } = columnSpec(source, column.name.replace(/^source_/, ""));
  const amount = tried(parseExpression(expr ?? "null"), scope, dialect);
  return column.type === "" ? amount : sql`try_cast(${amount} as ${raw(engineType(column.type))})`;
}

/** Arithmetic that overflows gives null rather than stopping the load. */
function tried(expression: Expression, scope: ColumnScope, dialect: Dialect): Sql {
  return sql`try(${compileExpression(expression, scope, dialect)})`;
}

/** Columns as expressions and rules name them: source columns, typed. */
function columnScope(input: StagingInput): ColumnScope {
  const byName = new Map(input.schema.columns.flatMap((c) => (c.from === null ? [] : [[c.from, c] as const])));
  return (name) => {
    const column = byName.get(name);
    if (column === undefined) {
      throw new AppError(
        "CONFIG_INVALID",
        `there is no column "${name}" in the source${didYouMean(name, byName.keys())}`,
      );
    }
    return typedColumn(column, input).value;
  };
}

function propsValue(input: StagingInput): Sql {
  const used = new Set(input.schema.columns.map((c) => c.from));
  const rest = input.names.filter((name) => !used.has(name));
  if (rest.length === 0) return raw("cast(null as varchar)");
  const pairs = rest.map((name) => {
    const value = input.restIsJson
      ? sql`cast(${ident(name)} as varchar)`
      : sql`cast(to_json(${ident(name)}) as varchar)`;
    return sql`case when ${ident(name)} is not null then ${raw(literal(`${JSON.stringify(name)}:`))} || ${value} end`;
  });
  return sql`'{' || concat_ws(',', ${joinSql(pairs)}) || '}'`;
}

export function engineType(type: string): string {
  const names: Record<string, string> = { text: "varchar", integer: "bigint", number: "double", json: "varchar" };
  return names[type] ?? type;
}
