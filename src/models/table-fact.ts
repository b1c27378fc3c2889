import type { Project } from "../contract/project/project.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import { AppError } from "../core/errors.ts";
import type { Dialect } from "../sql/dialect.ts";
import { ident, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import { computedDimensions, scopeOf } from "./dimension.ts";
import { renamedColumns, type Schemas, type TypedColumn } from "./event-log.ts";
import { keyMeeting } from "./key-meeting.ts";
import { projectDay, type TimeRange } from "./project-day.ts";
import type { RelationDoc } from "./relation.ts";
import { stagedColumns, stgName } from "./staging.ts";

export const tableFactDoc: RelationDoc = {
  name: "fct_<source>",
  kind: "table",
  row: "one row of a table source, with the columns of the tables it joins",
  columns: [
    {
      name: "event_time",
      type: "timestamp",
      meaning: "instant of the row, UTC: its own time column, else that of the first joined table that has one",
    },
    { name: "day", type: "date", meaning: "calendar day of event_time in the project's time zone" },
    { name: "source", type: "text", meaning: "the table source" },
    { name: "ingest_seq", type: "integer", meaning: "position in the source" },
    {
      name: "<column>",
      type: "as declared",
      meaning: "the source's columns, then the joined tables' columns; a name that is taken gets the prefix `<table>_`",
    },
    {
      name: "<dimension>",
      type: "text",
      meaning: "dimensions declared on the source that are more than a plain column",
    },
  ],
  notes: [
    "event_time and day exist when the source or a joined table has a time column.",
    "Joins are many-to-one: a key that is not unique in the joined table fails the build; the number of rows never changes; rows without a partner are kept with nulls and counted as orphans.",
  ],
};

/** One declared join, resolved: pairs of this table's and the joined table's columns. */
export interface TableJoin {
  readonly target: string;
  readonly on: readonly (readonly [mine: TypedColumn, theirs: TypedColumn])[];
}

/** A fact table of a table source: where each of its columns comes from. */
export interface TableFact {
  readonly source: string;
  readonly name: string;
  readonly joins: readonly TableJoin[];
  /** True when the source and all tables it joins have been loaded, so that all columns are known. */
  readonly complete: boolean;
  readonly columns: readonly (TypedColumn & { readonly from: Sql })[];
  /** Columns of the source's files that the lake keeps under another name, by their own in lower case. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The column of event_time, or null for a table without any time. */
  readonly time: Sql | null;
}

export const tableFactName = (source: string): string => `fct_${source}`;

/** @throws AppError CONFIG_INVALID for a join on a column that does not exist */
export function tableFact(project: Project, schemas: Schemas, source: string): TableFact {
  const declared = Object.entries(project.sources[source]?.table?.joins ?? {});
  const loaded = declared.filter(([target]) => schemas[source] !== undefined && schemas[target] !== undefined);
  const joins = loaded.map(([target, { on }]): TableJoin => {
    const where = `sources.${source}.table.joins.${target}`;
    const pairs = typeof on === "string" ? [[on, on] as const] : Object.entries(on);
    const find = (id: string, name: string): TypedColumn => columnOf(schemas[id], name, where);
    return { target, on: pairs.map(([mine, theirs]) => [find(source, mine), find(target, theirs)]) };
  });
  const own = ownColumns(schemas[source]).map((c) => ({ ...c, from: sql`f.${ident(c.name)}` }));
  const taken = new Set([...own.map(({ name }) => name.toLowerCase()), "event_time", "day", "source", "ingest_seq"]);
  const joined = joins.flatMap((join, i) => joinedColumns(join, schemas[join.target], { alias: `j${i}`, taken }));
  const time = [raw("f"), ...joins.map((_, i) => raw(`j${i}`))].find((_, i) => {
    const schema = i === 0 ? schemas[source] : schemas[joins[i - 1]?.target ?? ""];
    return schema?.columns.some(({ role }) => role === "time") ?? false;
  });
  return {
    source,
    name: tableFactName(source),
    joins,
    complete: schemas[source] !== undefined && loaded.length === declared.length,
    columns: [...own, ...joined],
    renamed: renamedColumns(schemas[source]?.columns ?? []),
    time: time === undefined ? null : sql`${time}.event_time`,
  };
}

/** A column by the name it has in the lake; a table's time column may be named by its source name. */
function columnOf(schema: SourceSchema | undefined, name: string, where: string): TypedColumn {
  const columns = stagedColumns(schema);
  const renamed = schema?.columns.find((c) => c.from?.toLowerCase() === name.toLowerCase());
  const found =
    columns.find((c) => c.name.toLowerCase() === name.toLowerCase()) ?? columns.find((c) => c.name === renamed?.name);
  if (found !== undefined) return found;
  scopeOf({ columns, complete: true }, where)(name);
  throw new AppError("CONFIG_INVALID", `${where}: there is no column "${name}"`);
}

const ownColumns = (schema: SourceSchema | undefined): readonly TypedColumn[] =>
  stagedColumns(schema).filter(({ name }) => !["event_time", "day", "source", "ingest_seq"].includes(name));

interface JoinedOptions {
  readonly alias: string;
  readonly taken: Set<string>;
}

function joinedColumns(
  join: TableJoin,
  schema: SourceSchema | undefined,
  { alias, taken }: JoinedOptions,
): TableFact["columns"] {
  const keys = new Set(join.on.filter(([mine, theirs]) => mine.name === theirs.name).map(([, theirs]) => theirs.name));
  const timed = schema?.columns.some(({ role }) => role === "time") ?? false;
  const time: readonly TypedColumn[] = timed ? [{ name: "event_time", type: "timestamp" }] : [];
  return [...ownColumns(schema), ...time]
    .filter(({ name }) => !keys.has(name))
    .map(({ name, type }) => {
      let free = name;
      while (taken.has(free.toLowerCase())) free = `${join.target}_${free}`;
      taken.add(free.toLowerCase());
      return { name: free, type, from: sql`${raw(alias)}.${ident(name)}` };
    });
}

/** Equality of a join's keys. */
function joinCondition({ on }: TableJoin, alias: string, dialect: Dialect): Sql {
  return joinSql(
    on.map(([mine, theirs]) => {
      const met = keyMeeting(mine.type, theirs.type, dialect);
      return sql`${met(sql`f.${ident(mine.name)}`)} = ${met(sql`${raw(alias)}.${ident(theirs.name)}`)}`;
    }),
    " and ",
  );
}

function joinedFrom({ source, joins }: TableFact, dialect: Dialect): Sql {
  const clauses = joins.map(
    (join, i) =>
      sql` left join ${ident(stgName(join.target))} as ${raw(`j${i}`)} on ${joinCondition(join, `j${i}`, dialect)}`,
  );
  return sql`${ident(stgName(source))} as f${joinSql(clauses, "")}`;
}

/** First and last instant of the rows' time as columns lo and hi; null when the table has no time. */
export function tableFactSpan(fact: TableFact, dialect: Dialect): Sql | null {
  if (fact.time === null) return null;
  return sql`select min(${fact.time}) as lo, max(${fact.time}) as hi from ${joinedFrom(fact, dialect)}`;
}

const RESERVED = new Set(["event_time", "day", "source", "ingest_seq"]);

export interface TableFactContext {
  readonly project: Project;
  readonly dialect: Dialect;
  readonly range: TimeRange;
}

/** The rows of `fct_<source>`. */
export function tableFactRows(fact: TableFact, { project, dialect, range }: TableFactContext): Sql {
  const time =
    fact.time === null
      ? []
      : [
          sql`${fact.time} as event_time`,
          sql`${projectDay(fact.time, project.project.timezone, { dialect, range })} as day`,
        ];
  const base = sql`select ${joinSql([
    ...time,
    raw("f.source"),
    raw("f.ingest_seq"),
    ...fact.columns.map(({ name, from }) => sql`${from} as ${ident(name)}`),
  ])} from ${joinedFrom(fact, dialect)}`;
  const computed = tableDimensions(fact, project, dialect);
  if (computed.length === 0) return base;
  const names = tableFactColumns(fact, project, dialect).map(({ name }) => name);
  const expressions = new Map(computed.map(({ id, expression }) => [id, expression]));
  const list = names.map((name) => {
    const expression = expressions.get(name);
    return expression === undefined ? ident(name) : sql`${expression} as ${ident(name)}`;
  });
  return sql`select ${joinSql(list)} from (${base}) as joined`;
}

const baseColumns = (fact: TableFact): readonly TypedColumn[] => [
  ...(fact.time === null
    ? []
    : [
        { name: "event_time", type: "timestamp" as const },
        { name: "day", type: "date" as const },
      ]),
  { name: "source", type: "text" },
  { name: "ingest_seq", type: "integer" },
  ...fact.columns.map(({ name, type }) => ({ name, type })),
];

const tableDimensions = (fact: TableFact, project: Project, dialect: Dialect): ReturnType<typeof computedDimensions> =>
  computedDimensions(project, {
    dialect,
    from: { columns: baseColumns(fact), complete: fact.complete },
    source: fact.source,
    reserved: RESERVED,
    kept: new Set(baseColumns(fact).map(({ name }) => name.toLowerCase())),
    renamed: fact.renamed,
  });

/** The columns of `fct_<source>` with their types, in order. */
export function tableFactColumns(fact: TableFact, project: Project, dialect: Dialect): readonly TypedColumn[] {
  const computed = tableDimensions(fact, project, dialect).map(({ id, type }) => ({ name: id, type }));
  const replaced = new Set(computed.map(({ name }) => name));
  return [...baseColumns(fact).filter(({ name }) => !replaced.has(name.toLowerCase())), ...computed];
}

/** Keys that occur more than once in the joined table, most frequent first: columns keys (text) and n. */
export function duplicateKeys(join: TableJoin, dialect: Dialect, limit: number): Sql {
  const keys = join.on.map(([, { name }]) => ident(name));
  const present = joinSql(
    keys.map((key) => sql`${key} is not null`),
    " and ",
  );
  return sql`select ${keyText(keys, dialect)} as keys, count(*) as n from ${ident(stgName(join.target))}
    where ${present} group by ${joinSql(keys)} having count(*) > 1 order by n desc, keys limit ${raw(String(limit))}`;
}

export interface JoinCheck {
  readonly dialect: Dialect;
  /** What the rows of a source are read from: what was loaded of it, or its fact table, which has the same rows. */
  readonly named: (source: string) => string;
}

/** Rows by how their join ends: columns orphans and keyless (rows whose key is null). */
export function joinCounts(fact: TableFact, join: TableJoin, { dialect, named }: JoinCheck): Sql {
  const keyed = joinSql(
    join.on.map(([{ name }]) => sql`f.${ident(name)} is not null`),
    " and ",
  );
  return sql`select ${dialect.countIf(sql`${keyed} and j.${PARTNER} is null`)} as orphans,
      ${dialect.countIf(sql`not (${keyed})`)} as keyless
    from ${withPartners(fact, join, { dialect, named })}`;
}

/** Keys without a partner in the joined table: columns keys (text) and n, most frequent first. */
export function orphanKeys(
  fact: TableFact,
  join: TableJoin,
  { dialect, named, limit }: JoinCheck & { readonly limit: number },
): Sql {
  const keys = join.on.map(([{ name }]) => sql`f.${ident(name)}`);
  const keyed = joinSql(
    keys.map((key) => sql`${key} is not null`),
    " and ",
  );
  return sql`select ${keyText(keys, dialect)} as keys, count(*) as n
    from ${withPartners(fact, join, { dialect, named })} where ${keyed} and j.${PARTNER} is null
    group by ${joinSql(keys)} order by 2 desc, 1 limit ${raw(String(limit))}`;
}

/** Stands beside the columns of a key, of which one may be called `partner`. */
const PARTNER = ident("has a partner");

/** The rows of a fact as `f`, each beside its partner's key, where `PARTNER` is not null. */
function withPartners({ source }: TableFact, join: TableJoin, { dialect, named }: JoinCheck): Sql {
  const keys = joinSql(join.on.map(([, { name }]) => ident(name)));
  const partners = sql`(select distinct ${keys}, 1 as ${PARTNER} from ${ident(named(join.target))}) as j`;
  return sql`${ident(named(source))} as f left join ${partners} on ${joinCondition(join, "j", dialect)}`;
}

const keyText = (keys: readonly Sql[], dialect: Dialect): Sql =>
  joinSql(
    keys.map((key) => dialect.cast(key, "text")),
    " || ', ' || ",
  );
