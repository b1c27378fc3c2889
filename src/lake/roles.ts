import { expressionColumns, parseExpression } from "../contract/expression.ts";
import type { ColumnSpec } from "../contract/project/column.ts";
import { type EventMapping, idKeys, type Source } from "../contract/project/source.ts";
import type { ColumnRole } from "../contract/source-schema.ts";

/** A lake column before its type is known. */
export interface ColumnPlan {
  readonly name: string;
  readonly role: ColumnRole;
  /** The source column, or null when computed. */
  readonly from: string | null;
}

const LAKE_NAMES: Readonly<Partial<Record<ColumnRole, string>>> = {
  time: "event_time",
  event: "event",
  user: "user_id",
  session: "session_id",
  item: "item_id",
  value: "value",
  id: "event_id",
  received: "received_time",
  receiver: "receiver_id",
};

/** Names that the lake gives a meaning: a column of the files that is called so is kept as `source_<name>`. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...Object.values(LAKE_NAMES),
  ...["source", "day", "ingest_seq", "props", "file_row_number"],
]);

/** The declared form of a column, whatever way it was written. */
export function columnSpec(source: Source, name: string): Exclude<ColumnSpec, string> {
  const spec = source.columns?.[name];
  return spec === undefined ? {} : typeof spec === "string" ? { type: spec } : spec;
}

/** The declared form of a computed column, which the lake may call `source_<name>`. */
export function computedSpec(source: Source, name: string): Exclude<ColumnSpec, string> {
  return columnSpec(source, source.columns?.[name] === undefined ? name.replace(/^source_/, "") : name);
}

/** The plain column that an expression is, else null. */
export function bareColumn(expression: string): string | null {
  const parsed = parseExpression(expression);
  return parsed.kind === "column" ? parsed.name : null;
}

function eventRoles(events: EventMapping): readonly ColumnPlan[] {
  const plan = (role: ColumnRole, from: string | null): ColumnPlan => ({ name: LAKE_NAMES[role] ?? role, role, from });
  const optional = (role: ColumnRole, from: string | undefined): ColumnPlan[] =>
    from === undefined ? [] : [plan(role, from)];
  const id = idKeys(events).find(({ length }) => length === 1)?.[0];
  const value = typeof events.value === "string" ? bareColumn(events.value) : null;
  return [
    plan("time", events.time),
    plan("event", typeof events.name === "string" ? events.name : null),
    ...optional("user", events.user),
    ...optional("session", events.session),
    ...optional("item", events.item),
    ...(events.value === undefined ? [] : [plan("value", value)]),
    ...optional("id", id),
    ...optional("received", events.received),
    ...optional("receiver", events.receiver),
  ];
}

/** Source columns that expressions and rules of the mapping read. */
export function readColumns(source: Source): readonly string[] {
  const names: string[] = [];
  const { events, table } = source;
  if (events !== undefined) {
    if (typeof events.value === "string") names.push(...expressionColumns(parseExpression(events.value)));
    else if (events.value !== undefined) names.push(...expressionColumns(parseExpression(events.value.expr)));
    if (typeof events.name === "object" && "rules" in events.name) {
      names.push(...events.name.rules.flatMap(({ when }) => Object.keys(when)));
    }
    if (Array.isArray(events.id)) names.push(...events.id.flat());
  }
  const keys = [
    table?.key,
    table?.entity,
    ...Object.values(table?.joins ?? {}).map(({ on }) => (typeof on === "string" ? on : Object.keys(on))),
  ];
  names.push(...keys.flat().filter((key): key is string => key !== undefined));
  if (Array.isArray(source.dedupe)) names.push(...source.dedupe);
  for (const name of Object.keys(source.columns ?? {})) {
    const { expr } = columnSpec(source, name);
    if (expr !== undefined) names.push(...expressionColumns(parseExpression(expr)));
  }
  return [...new Set(names)];
}

export interface PlannedColumns {
  readonly columns: readonly ColumnPlan[];
  /** Source columns that go to `props`. */
  readonly rest: readonly string[];
}

/**
 * The lake's columns for a source with these columns: roles first, in canonical order; then computed, declared and
 * read columns (all of them when the project declares none); the rest goes to `props`.
 */
export function planColumns(source: Source, names: readonly string[]): PlannedColumns {
  const { events, table } = source;
  const time: readonly ColumnPlan[] =
    table?.time !== undefined && names.includes(table.time)
      ? [{ name: "event_time", role: "time", from: table.time }]
      : [];
  const roles = events === undefined ? time : eventRoles(events);
  const taken = new Set(roles.flatMap(({ from }) => (from === null ? [] : [from])));
  const declared = new Set([...Object.keys(source.columns ?? {}), ...readColumns(source)]);
  const kept = names.filter((name) => !taken.has(name) && (source.columns === undefined || declared.has(name)));
  const computed = Object.keys(source.columns ?? {}).filter((name) => columnSpec(source, name).expr !== undefined);
  const others = new Set([...kept, ...computed].map((name) => name.toLowerCase()));
  const renamed = (name: string): string => {
    let free = `source_${name}`;
    while (others.has(free.toLowerCase())) free = `source_${free}`;
    return free;
  };
  const plain = (name: string, from: string | null): ColumnPlan => ({
    name: RESERVED.has(name.toLowerCase()) ? renamed(name) : name,
    role: "column",
    from,
  });
  return {
    columns: [
      ...roles,
      ...kept.filter((name) => !computed.includes(name)).map((name) => plain(name, name)),
      ...computed.map((name) => plain(name, null)),
    ],
    rest: names.filter((name) => !taken.has(name) && !kept.includes(name)),
  };
}

/** Declared columns that are read, not computed. */
export function plainColumns(source: Source): readonly string[] {
  return Object.keys(source.columns ?? {}).filter((name) => columnSpec(source, name).expr === undefined);
}
