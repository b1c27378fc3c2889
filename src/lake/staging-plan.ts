import { type Expression, parseExpression } from "../contract/expression.ts";
import type { Source } from "../contract/project/source.ts";
import type { SchemaColumn, SourceSchema } from "../contract/source-schema.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { type ColumnScope, compileCondition, compileExpression, compileRules } from "../sql/compile.ts";
import type { Dialect } from "../sql/dialect.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import { columnSpec, computedSpec } from "./roles.ts";
import { notFinite, type Typing, typeText } from "./typing.ts";

/** Separates the column from its text in a misfit: a character that no sane text holds. */
export const MISFIT_SEPARATOR = "\u001f";
export const MISFIT_COLUMN = "misfit of the row";

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

/** The columns of the middle step: `x:` a column's text, `v:` its typed value. */
const textOf = ({ name }: SchemaColumn): Sql => ident(`x:${name}`);
const typedOf = ({ name }: SchemaColumn): Sql => ident(`v:${name}`);

/**
 * The query that turns a reader's columns into lake columns, ending with the row's first misfit or null. Three steps,
 * so that no text is typed twice: texts, typed values, then what is computed from values and compared with texts.
 */
export function stagingQuery(input: StagingInput, from: Sql): Sql {
  const { columns } = input.schema;
  const plain = columns.filter((column) => column.from !== null);
  const typings = new Map(plain.map((column) => [column, typing(column, input)]));
  const props = columns.filter(({ role }) => role === "props");
  const texts = [
    ...plain.map((column) => sql`${sourceText(column, input)} as ${textOf(column)}`),
    ...props.map((column) => sql`${propsValue(input)} as ${typedOf(column)}`),
  ];
  const values = plain.map((column) => sql`${typings.get(column)?.value ?? textOf(column)} as ${typedOf(column)}`);
  const outputs = columns.map((column) => {
    const value = column.from === null && column.role !== "props" ? computedValue(column, input) : typedOf(column);
    return { column, value, misfit: typings.get(column)?.misfit?.(typedOf(column)) ?? null };
  });
  const list = outputs.map(({ column, value }) => sql`${value} as ${ident(column.name)}`);
  return sql`select ${joinSql([...list, sql`${firstMisfit(outputs)} as ${ident(MISFIT_COLUMN)}`])}
    from (select *, ${joinSql(values)} from (select ${joinSql(texts)} from ${from}))`;
}

interface Output {
  readonly column: SchemaColumn;
  readonly value: Sql;
  readonly misfit: Sql | null;
}

/** The first column whose text does not fit, with the text; time and event must also be present. */
function firstMisfit(outputs: readonly Output[]): Sql {
  const branches = outputs.flatMap(({ column, value, misfit }) => {
    const name = raw(literal(`${column.from ?? column.name}${MISFIT_SEPARATOR}`));
    const shown = column.from === null ? raw("''") : sql`coalesce(cast(${textOf(column)} as varchar), '')`;
    const required = column.role === "time" || column.role === "event";
    const conditions = [...(misfit === null ? [] : [misfit]), ...(required ? [sql`${value} is null`] : [])];
    return conditions.length === 0 ? [] : [sql`when ${joinSql(conditions, " or ")} then ${name} || ${shown}`];
  });
  return branches.length === 0 ? raw("cast(null as varchar)") : sql`case ${joinSql(branches, " ")} end`;
}

/** True when the reader's own type is the logical one and no marker has to be compared as text. */
function isNative({ from, type }: SchemaColumn, input: StagingInput): boolean {
  return from !== null && input.nativeTypes.get(from) === type && nullMarkers(from, input).length === 0;
}

function nullMarkers(name: string, { source }: StagingInput): readonly string[] {
  const outside = source.format === "amplitude" && name === source.events?.session ? ["-1"] : [];
  return [...(source.null_values ?? []), ...(columnSpec(source, name).nulls ?? []), ...outside];
}

/** The source's text of a column (or its native value), null where it is empty or a declared null marker. */
function sourceText(column: SchemaColumn, input: StagingInput): Sql {
  const name = column.from ?? column.name;
  if (isNative(column, input)) return ident(name);
  const text = input.nativeTypes.has(name) ? sql`cast(${ident(name)} as varchar)` : ident(name);
  const isId = column.role !== "column" && column.type === "text";
  const markers = [...nullMarkers(name, input), ...(isId ? [""] : [])];
  if (markers.length === 0) return text;
  return sql`case when ${text} in (${joinSql(markers.map((marker) => raw(literal(marker))))}) then null else ${text} end`;
}

function typing(column: SchemaColumn, input: StagingInput): Typing {
  const text = textOf(column);
  if (isNative(column, input) || (column.type === "json" && input.restIsJson))
    return { value: text, misfit: column.type === "number" ? notFinite : null };
  return typeText(text, column, { timezone: zoneOf(input) });
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
    const event = eventColumn === undefined ? raw("null") : reference(eventColumn, input);
    return sql`case when ${compileCondition({ event: events }, () => event, dialect)} then ${cast} end`;
  }
  const { expr } = computedSpec(source, column.name);
  const amount = tried(parseExpression(expr ?? "null"), scope, dialect);
  return column.type === "" ? amount : sql`try_cast(${amount} as ${raw(engineType(column.type))})`;
}

/** A column as the last step sees it. */
function reference(column: SchemaColumn, input: StagingInput): Sql {
  return column.from === null ? computedValue(column, input) : typedOf(column);
}

/** Arithmetic that overflows gives null rather than stopping the load. */
function tried(expression: Expression, scope: ColumnScope, dialect: Dialect): Sql {
  return sql`try(${compileExpression(expression, scope, { dialect })})`;
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
    return typedOf(column);
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
