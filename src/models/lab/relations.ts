import type { Project } from "../../contract/project/project.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { userColumns } from "../dim-users.ts";
import type { Schemas, TypedColumn } from "../event-log.ts";
import { type FactContext, factColumns } from "../fct-events.ts";
import { sessionColumns } from "../fct-sessions.ts";
import { stagedColumns, stgName } from "../staging.ts";
import { type TableFact, tableFactColumns } from "../table-fact.ts";

/** A relation whose rows any analysis of tables may read. */
export interface ReadableRelation {
  readonly name: string;
  /** What one row is, in the singular. */
  readonly row: string;
  readonly columns: readonly TypedColumn[];
  /** Columns that together tell each row from all others; never null. None of the rows of a query, which may be equal. */
  readonly key: readonly string[];
  /** False while a source that belongs to it has not been loaded. */
  readonly complete: boolean;
  /** The instant of a row, where it has one. */
  readonly time: string | null;
  /** The fact table of a table source, with its joins. */
  readonly fact?: TableFact;
}

export interface RelationsInput {
  readonly project: Project;
  readonly schemas: Schemas;
  readonly facts: FactContext | null;
  readonly tables: readonly TableFact[];
  readonly dialect: Dialect;
}

/** What the rows of a query of the user's are called, in SQL and in words: no relation has such a name. */
export const ASKED_QUERY = "the query";

/** The relation of a query of the user's. */
export function queryRelation(columns: readonly TypedColumn[]): ReadableRelation {
  return { name: ASKED_QUERY, row: "row", columns, key: [], complete: true, time: null };
}

/** Columns by which rows have an order that depends on nothing else: of rows equal in all of them each is like the other. */
export function orderKey({ key, columns }: ReadableRelation): readonly string[] {
  return key.length > 0 ? key : columns.map(({ name }) => name);
}

const SEQUENCE = ["source", "ingest_seq"] as const;

/** The relations of a project by name: facts of tables, events, sessions and users, and what was loaded from each source. */
export function readableRelations(input: RelationsInput): ReadonlyMap<string, ReadableRelation> {
  const { project, schemas, facts, tables, dialect } = input;
  const found: readonly ReadableRelation[] = [
    ...tables.map((fact) => ({
      ...{ name: fact.name, row: "row", key: SEQUENCE, complete: fact.complete },
      columns: tableFactColumns(fact, project, dialect),
      fact,
      time: fact.time === null ? null : "event_time",
    })),
    ...(facts === null ? [] : ofEvents(facts)),
    ...Object.keys(project.sources).map((source) => ({
      ...{ name: stgName(source), row: "row", key: SEQUENCE, complete: schemas[source] !== undefined },
      columns: stagedColumns(schemas[source]),
      time: schemas[source]?.columns.some(({ role }) => role === "time") === true ? "event_time" : null,
    })),
  ];
  return new Map(found.map((relation) => [relation.name, relation]));
}

function ofEvents(facts: FactContext): readonly ReadableRelation[] {
  const { complete } = facts.log;
  const [events, sessions] = [factColumns(facts), sessionColumns(facts)];
  return [
    { name: "fct_events", row: "event", columns: events, key: SEQUENCE, complete, time: "event_time" },
    {
      ...{ name: "fct_sessions", row: "session", columns: sessions, complete, time: "started" },
      key: ["user_id", "session_id"],
    },
    {
      ...{ name: "dim_users", row: "user", columns: userColumns(facts), complete, time: "first_seen" },
      key: ["user_id"],
    },
  ];
}
