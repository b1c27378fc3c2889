import type { CatalogRequest } from "../../contract/catalog.ts";
import { eventSources, type Project, tableSources } from "../../contract/project/project.ts";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { TypedColumn } from "../event-log.ts";
import { sessionsAsOf } from "../fct-sessions.ts";
import { cutUs } from "../metrics/complete-days.ts";
import type { MetricsContext } from "../metrics/metric-request.ts";
import { isNumber, rowConditions } from "./chosen-rows.ts";
import type { RowsChoice } from "./lab-params.ts";
import { ASKED_QUERY, type ReadableRelation } from "./relations.ts";

/** What the tables of a project are read with. */
export interface LabContext extends Pick<MetricsContext, "project" | "dialect" | "facts" | "ranges" | "asOfMs"> {
  readonly relations: ReadonlyMap<string, ReadableRelation>;
  /** Chooses samples. */
  readonly seed: number;
}

/** A column of numbers as an expression over the rows of its table. */
export interface NumberColumn {
  /** As the relation has it, whatever the case it was asked for in. */
  readonly name: string;
  /** From a metric of the project on this column; null when none has one. */
  readonly unit: string | null;
  /** A double; null where there is no finite value. */
  readonly value: Sql;
}

/** A table whose rows have been chosen. */
export interface LabTable {
  readonly relation: ReadableRelation;
  /** As it was asked for. */
  readonly asked: string;
  /** The chosen rows with all columns, for a `from` clause. */
  readonly rows: Sql;
  /** @throws AppError USAGE that names the nearest column */
  column(name: string): TypedColumn;
  /** @throws AppError USAGE when there is no such column or it holds no numbers */
  number(name: string): NumberColumn;
  /** The columns by which people name a row: the key that the project declares. Null where it declares none. */
  readonly shownKey: readonly string[] | null;
  /** Columns that hold measurements: numbers that are neither keys nor positions. */
  readonly measures: readonly string[];
}

const ALIASES: Readonly<Record<string, string>> = {
  events: "fct_events",
  sessions: "fct_sessions",
  users: "dim_users",
};

/** Sessions have no events after the as-of instant. */
function readAsOf({ name }: ReadableRelation, { facts, ranges, asOfMs }: LabContext): Sql {
  if (facts === null || name !== "fct_sessions") return ident(name);
  return sql`${sessionsAsOf(cutUs(ranges, asOfMs), facts)} as sessions`;
}

/**
 * The table that was asked for, with its rows chosen.
 * @throws AppError USAGE that names the nearest table or column
 */
export function labTable(choice: RowsChoice, context: LabContext): LabTable {
  const relation = relationOf(choice, context);
  const column = columnFinder(relation);
  const conditions = rowConditions(choice, { relation, column, context });
  const where = conditions.length === 0 ? raw("") : sql` where ${joinSql(conditions, " and ")}`;
  return {
    relation,
    asked: choice.table ?? relation.name,
    rows: sql`(select * from ${readAsOf(relation, context)}${where}) as chosen`,
    column,
    shownKey: shownKey(relation, context.project),
    number: (name) => numberColumn(column(name), relation, context),
    measures: relation.columns.filter((c) => isNumber(c.type) && !isKey(c.name, relation)).map(({ name }) => name),
  };
}

/**
 * The columns of numbers asked for, or the first measures of the table.
 * @throws AppError USAGE when there are none, or more than `most` are asked for
 */
export function numberColumns(
  table: LabTable,
  asked: readonly string[] | undefined,
  most: number,
): readonly NumberColumn[] {
  const names = asked ?? table.measures.slice(0, most);
  const columns = names.map((name) => table.number(name));
  const distinct = columns.filter(({ name }, i) => columns.findIndex((column) => column.name === name) === i);
  if (distinct.length > 0 && distinct.length <= most) return distinct;
  throw new AppError(
    "USAGE",
    distinct.length === 0
      ? `${table.relation.name} has no columns of numbers`
      : `${distinct.length} columns are asked for: at most ${most}`,
    { hint: `columns: ${table.relation.columns.map(({ name, type }) => `${name} (${type})`).join(", ")}` },
  );
}

/** What an analysis asks of the catalog: staged relations are answered where the lake is, whatever the engine. */
export const stagedHere = ({ table, sql: query }: Pick<RowsChoice, "table" | "sql">): CatalogRequest | undefined =>
  query !== undefined || table?.toLowerCase().startsWith("stg_") === true ? {} : undefined;

function relationOf({ table, sql: query }: RowsChoice, context: LabContext): ReadableRelation {
  const hint = 'name one: --table <name>, or ask for rows: --sql "select ..."';
  if (query === undefined) {
    if (table === undefined) throw new AppError("USAGE", "table is missing", { hint });
    return namedRelation(table, context);
  }
  if (table !== undefined)
    throw new AppError("USAGE", "table and sql are both given", { hint: "leave one of them out" });
  const found = context.relations.get(ASKED_QUERY);
  if (found === undefined) throw new AppError("USAGE", "a query can only be analysed where it is answered", { hint });
  return found;
}

function namedRelation(asked: string, { project, relations }: LabContext): ReadableRelation {
  const sources = tableSources(project).map(([id]) => id);
  const same = (name: string): boolean => name.toLowerCase() === asked.toLowerCase();
  const source = sources.find(same);
  const logs = eventSources(project).map(([id]) => id);
  const log = logs.find(same);
  const logged = log === undefined ? undefined : logs.length === 1 ? "fct_events" : `stg_${log}`;
  const name = source === undefined ? (logged ?? ALIASES[asked.toLowerCase()] ?? asked) : `fct_${source}`;
  const found = relations.get(name) ?? [...relations.values()].find((relation) => same(relation.name));
  const aliases = Object.keys(ALIASES).filter((alias) => relations.has(ALIASES[alias] ?? ""));
  if (found === undefined) {
    const names = [...sources, ...logs, ...aliases, ...relations.keys()];
    const isQuery = /^\s*(select|with|from)\s/i.test(asked);
    throw new AppError("USAGE", `there is no table "${asked}"${didYouMean(asked, names)}`, {
      hint: isQuery ? 'a query has a flag of its own: --sql "select ..."' : `tables: ${names.join(", ")}`,
    });
  }
  if (found.complete) return found;
  throw new AppError("NOT_BUILT", `the table "${asked}" has not been loaded`, {
    hint: "run `tidemark ingest`, then `tidemark build`",
  });
}

function shownKey({ name, columns }: ReadableRelation, { sources }: Project): readonly string[] | null {
  if (name === ASKED_QUERY) {
    const named = columns.filter((column) => isNamed(column.name));
    const texts = columns.filter((column) => column.type === "text" && column.name !== "source");
    const times = columns.filter(({ type }) => type === "date" || type === "timestamp");
    const [first, second] = [...new Set([...named, ...texts, ...times])].map((column) => column.name);
    return first === undefined ? null : second === undefined ? [first] : [first, second];
  }
  if (name === "fct_sessions" || name === "dim_users") return null;
  const declared = sources[name.replace(/^(fct|stg)_/, "")]?.table?.key;
  const key = typeof declared === "string" ? [declared] : (declared ?? []);
  const found = key.flatMap((part) => columns.filter((column) => column.name.toLowerCase() === part.toLowerCase()));
  return found.length > 0 && found.length === key.length ? found.map((column) => column.name) : null;
}

const columnFinder =
  ({ name: relation, columns }: ReadableRelation) =>
  (name: string): TypedColumn => {
    const found =
      columns.find((column) => column.name === name) ??
      columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found;
    const names = columns.map((column) => column.name);
    throw new AppError("USAGE", `${relation} has no column "${name}"${didYouMean(name, names)}`, {
      hint: `columns: ${names.join(", ")}`,
    });
  };

const POSITIONS = new Set(["ingest_seq", "session_no", "user_id", "session_id", "item_id", "event_id"]);

const isNamed = (name: string): boolean => /(^|_)id$/i.test(name) || /[a-z]I[dD]$/.test(name);

/** True for columns that name things rather than measure them: keys of the relation and columns called an id. */
const isKey = (name: string, { key }: ReadableRelation): boolean =>
  key.includes(name) || POSITIONS.has(name) || isNamed(name);

/**
 * Doubles of this size or beyond are left out: their powers would not be finite. Two comparisons, which an engine that
 * knows the range of the column answers once, where `abs` is computed for each row.
 */
const inRange = (x: Sql): Sql => sql`${x} > -1e150 and ${x} < 1e150`;

function numberColumn({ name, type }: TypedColumn, relation: ReadableRelation, context: LabContext): NumberColumn {
  const { dialect } = context;
  const x = { ...ident(name), type };
  const unit = unitOf(name, relation, context.project);
  if (type === "boolean") return { name, unit, value: sql`case when ${x} then 1e0 when not ${x} then 0e0 end` };
  if (!isNumber(type))
    throw new AppError("USAGE", `the column "${name}" of ${relation.name} holds ${NOUNS[type] ?? type}, not numbers`, {
      hint: "choose a column of numbers, or use this one for groups: --by",
    });
  const value = dialect.cast(x, "number");
  return { name, unit, value: type === "number" ? sql`case when ${inRange(value)} then ${value} end` : value };
}

const NOUNS: Readonly<Record<string, string>> = {
  text: "texts",
  timestamp: "instants",
  date: "dates",
  json: "JSON",
};

/** The unit that a metric of the project gives the values of a column. */
function unitOf(column: string, { name }: ReadableRelation, { metrics }: Project): string | null {
  const source = name === "fct_events" ? undefined : name.replace(/^(fct|stg)_/, "");
  const found = Object.values(metrics).find(
    (metric) =>
      (metric.kind === "mean" || metric.kind === "sum" || metric.kind === "quantile") &&
      metric.on === source &&
      metric.of.toLowerCase() === column.toLowerCase(),
  );
  return found?.unit ?? null;
}
