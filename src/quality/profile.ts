import type { ColumnProfile } from "../contract/quality.ts";
import type { Dialect } from "../sql/dialect.ts";
import { ident, raw, type Sql, sql } from "../sql/sql.ts";
import type { Row } from "./check.ts";
import { numberOf } from "./evidence.ts";
import type { ColumnKind, Relation } from "./relation.ts";

/** The column by which a query's rows are known as keys of `props`: they are kept with the run as profiles. */
export const PROPERTY_KEY = "property_key";
/** The relation name under which those profiles are kept. */
export const PROPERTIES = "props";

/** Columns Tidemark derives: their profile would say nothing about the data. */
const DERIVED = new Set([
  ...["day", "source", "ingest_seq", "session_no"],
  ...["prev_event", "next_event", "prev_same_time", "is_new_session"],
]);

/** Wider relations are profiled up to here: every column costs four aggregates. */
const MAX_COLUMNS = 200;

const ORDERED: ReadonlySet<ColumnKind> = new Set(["integer", "number", "timestamp", "date"]);
const COUNTABLE: ReadonlySet<ColumnKind> = new Set(["text", "integer", "number", "boolean", "date"]);

function profiledColumns(relation: Relation): readonly (readonly [string, ColumnKind])[] {
  return [...relation.columns].filter(([name]) => !DERIVED.has(name)).slice(0, MAX_COLUMNS);
}

/** The aggregates a relation's column profiles need, for its one scan. */
export function profileMeasures(relation: Relation, dialect: Dialect): Readonly<Record<string, Sql>> {
  const measures: Record<string, Sql> = { rows: raw("count(*)") };
  for (const [name, kind] of profiledColumns(relation)) {
    const x = ident(name);
    measures[`filled ${name}`] = sql`count(${x})`;
    if (COUNTABLE.has(kind)) measures[`distinct ${name}`] = dialect.approxDistinct(x);
    if (ORDERED.has(kind)) {
      measures[`min ${name}`] = sql`min(${x})`;
      measures[`max ${name}`] = sql`max(${x})`;
    }
  }
  return measures;
}

/** Column profiles from the scan's row. */
export function readProfiles(relation: Relation, row: Row): readonly ColumnProfile[] {
  const rows = numberOf(row["rows"]);
  return profiledColumns(relation).map(([column, kind]) => ({
    relation: relation.name,
    column,
    kind,
    rows,
    nulls: rows - numberOf(row[`filled ${column}`]),
    distinct: COUNTABLE.has(kind) ? numberOf(row[`distinct ${column}`]) : null,
    min: row[`min ${column}`] ?? null,
    max: row[`max ${column}`] ?? null,
  }));
}

/** The keys of `props` among a run's answers, as profiles. */
export function propertyProfiles(answers: Iterable<readonly Row[]>): readonly ColumnProfile[] {
  const rows = [...answers].find(([first]) => first !== undefined && PROPERTY_KEY in first) ?? [];
  return rows.map((row) => ({
    relation: PROPERTIES,
    column: String(row[PROPERTY_KEY]),
    kind: "json",
    rows: numberOf(row["events"]),
    nulls: 0,
    distinct: null,
    min: null,
    max: null,
  }));
}
