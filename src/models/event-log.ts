import { eventSources, type Project } from "../contract/project/project.ts";
import type { ColumnRole, SchemaColumn, SourceSchema } from "../contract/source-schema.ts";
import type { SqlType } from "../sql/dialect.ts";
import { sqlType, widerType } from "./column-type.ts";

/** The resolved columns of each source that has been loaded, by source id. */
export type Schemas = Readonly<Record<string, SourceSchema | undefined>>;

/** A column with the one type it has in the models. */
export interface TypedColumn {
  readonly name: string;
  readonly type: SqlType;
}

/** The event sources of a project as one log: what `stg_events` and everything after it consist of. */
export interface EventLog {
  readonly zone: string;
  readonly sources: readonly string[];
  /** True when every source has been loaded, so that all columns are known. */
  readonly complete: boolean;
  /** Sources without a session id of their own: their sessions end after 30 idle minutes. */
  readonly idleSources: readonly string[];
  readonly vendorSources: readonly string[];
  /** Columns of `stg_events`, in order. */
  readonly staged: readonly TypedColumn[];
  /** Columns that the project declares or the files bring, beyond the canonical ones. */
  readonly declared: readonly TypedColumn[];
  /** Columns of the files that the lake keeps under another name, by their own in lower case. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly valueType: SqlType;
  readonly sessionType: SqlType;
  /** Events whose value counts, when every source that has a value restricts it; else null. */
  readonly valueEvents: readonly string[] | null;
}

const CANONICAL: readonly (readonly [name: string, role: ColumnRole, unmapped: SqlType])[] = [
  ["event_time", "time", "timestamp"],
  ["event", "event", "text"],
  ["user_id", "user", "text"],
  ["session_id", "session", "text"],
  ["item_id", "item", "text"],
  ["value", "value", "decimal(18,2)"],
  ["event_id", "id", "text"],
  ["received_time", "received", "timestamp"],
];

/** Columns that only the models have: a source column of such a name is called `source_<name>` in `fct_events`. */
const MODEL_COLUMNS = new Set(["session_no", "prev_event", "next_event", "prev_same_time", "is_new_session"]);

/** The name a source column has in `fct_events`. */
export function factColumnName(name: string): string {
  return MODEL_COLUMNS.has(name.toLowerCase()) ? `source_${name}` : name;
}

/** The log of a project, or null when it has no event source. */
export function eventLog(project: Project, schemas: Schemas): EventLog | null {
  const sources = eventSources(project);
  if (sources.length === 0) return null;
  const columns = sources.flatMap(([id]) => schemas[id]?.columns ?? []);
  const unified = (role: ColumnRole, unmapped: SqlType): SqlType => {
    const types = columns.filter((c) => c.role === role).map((c) => sqlType(c.type));
    return types.length === 0 ? unmapped : types.reduce(widerType);
  };
  const vendorSources = sources.filter(([, { events }]) => events?.session !== undefined).map(([id]) => id);
  const idleSources = sources.map(([id]) => id).filter((id) => !vendorSources.includes(id));
  const vendorType = unified("session", "integer");
  const sessionType = idleSources.length === 0 || vendorType === "text" ? vendorType : widerType(vendorType, "integer");
  const canonical = CANONICAL.map(([name, role, unmapped]) => ({
    name,
    type: role === "session" ? sessionType : unified(role, unmapped),
  }));
  const declared = mergeColumns(columns.filter(({ role }) => role === "column" || role === "receiver"));
  const props = columns.some(({ role }) => role === "props") ? [{ name: "props", type: "json" as const }] : [];
  const added: readonly TypedColumn[] = [
    { name: "source", type: "text" },
    { name: "day", type: "date" },
    { name: "ingest_seq", type: "integer" },
  ];
  return {
    zone: project.project.timezone,
    sources: sources.map(([id]) => id),
    complete: sources.every(([id]) => schemas[id] !== undefined),
    idleSources,
    vendorSources,
    staged: [...canonical, ...added, ...declared, ...props],
    declared: declared.filter(({ type }) => type !== "json"),
    renamed: renamedColumns(columns),
    valueType: unified("value", "decimal(18,2)"),
    sessionType,
    valueEvents: valueEvents(project),
  };
}

/** Columns without a role whose own name means something else in the lake: by that name in lower case, what they are called. */
export function renamedColumns(columns: readonly SchemaColumn[]): ReadonlyMap<string, string> {
  return new Map(
    columns.flatMap(({ name, from, role }) => {
      const own = from?.toLowerCase();
      return role !== "column" || own === undefined || own === name.toLowerCase() ? [] : [[own, name] as const];
    }),
  );
}

function valueEvents(project: Project): readonly string[] | null {
  const mapped = eventSources(project).flatMap(([, { events }]) => (events?.value === undefined ? [] : [events.value]));
  const lists = mapped.map((value) => (typeof value === "object" ? value.events : null));
  return lists.length === 0 || lists.includes(null) ? null : [...new Set(lists.flatMap((list) => list ?? []))];
}

/** One column per name, whatever its case, with the narrowest type for all sources. */
function mergeColumns(columns: readonly SchemaColumn[]): readonly TypedColumn[] {
  const merged = new Map<string, TypedColumn>();
  for (const { name, type } of columns) {
    const key = name.toLowerCase();
    const known = merged.get(key);
    merged.set(key, {
      name: known?.name ?? name,
      type: known === undefined ? sqlType(type) : widerType(known.type, sqlType(type)),
    });
  }
  return [...merged.values()];
}
