import type { Warehouse } from "../../warehouse/port.ts";
import { type EventNameCount, frequentNames, shareWithOne, uniqueShare, wholeMinutes } from "./evidence.ts";
import type { EventRoles, Reasoned, ValueMapping } from "./proposal.ts";
import { nameHint, PURCHASE } from "./role-names.ts";
import type { RoleCandidates } from "./roles.ts";
import type { SampleTable } from "./sample-table.ts";

/** An event log's roles and what follows from them. */
export interface EventLog {
  readonly reason: string;
  readonly roles: EventRoles;
  readonly dedupe: Reasoned<"id" | "none"> | undefined;
  /** Event names of the sample, most frequent first; one entry for a constant name. */
  readonly names: readonly EventNameCount[];
}

const FREQUENT_NAMES = 200;

const count = (n: number): string => Math.round(n).toLocaleString("en-US");
const percent = (share: number): string => `${(100 * share).toFixed(share === 1 || share === 0 ? 0 : 1)} %`;

/** A column as arithmetic writes it: quoted where it is not a plain word. */
export function expressionName(name: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$.]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

interface Context {
  readonly warehouse: Warehouse;
  readonly sample: SampleTable;
  readonly found: RoleCandidates;
}

/** The sample as an event log, or undefined when it is a table. */
export async function asEventLog(
  warehouse: Warehouse,
  sample: SampleTable,
  found: RoleCandidates,
): Promise<EventLog | undefined> {
  const context: Context = { warehouse, sample, found };
  const { time } = found;
  const reason = time === undefined ? undefined : await eventLogReason(context);
  if (time === undefined || reason === undefined) return undefined;
  const names = await eventNames(context);
  const roles: EventRoles = {
    time: { value: time.name, reason: time.reason },
    name: nameRole(context, names),
    ...(await userRoles(context)),
    ...idRole(context),
    ...itemRole(context),
    ...valueRole(context, names),
    ...(found.received && {
      received: { value: found.received.name, reason: "named as the time at which the event arrived" },
    }),
    ...(found.receiver && { receiver: { value: found.receiver.name, reason: "named as a second user" } }),
  };
  return { reason, roles, names, dedupe: await dedupeOf(context) };
}

async function eventLogReason({ warehouse, sample, found }: Context): Promise<string | undefined> {
  const { time, user, name, session, order, quantity, price, value } = found;
  if (time === undefined) return undefined;
  const strongName = name !== undefined && (nameHint(name.name, "name") ?? 9) <= 4;
  const who = user ?? session;
  if (strongName && who !== undefined)
    return `it has a time (${time.name}), a user (${who.name}) and an event name (${name.name})`;
  if (strongName && nameHint(name.name, "name") === 1)
    return `it has a time (${time.name}) and an event name (${name.name})`;
  if (user === undefined) return undefined;
  if (order !== undefined && (quantity ?? price ?? value) !== undefined) {
    return `every row is a line of an order (${order.name}) with a time (${time.name}) and a user (${user.name}): a purchase`;
  }
  if (session !== undefined)
    return `it has a time (${time.name}), a user (${user.name}) and a session (${session.name})`;
  const perUser = (sample.rows * (1 - user.nullShare)) / Math.max(1, user.distinct);
  if (perUser < 1.1) return undefined;
  if (time.type === "date" && (await uniqueShare(warehouse, sample, [user.name, time.name])) === 1) return undefined;
  return `it has a time (${time.name}) and a user (${user.name}) who comes back (${perUser.toFixed(1)} rows each)`;
}

async function eventNames({ warehouse, sample, found }: Context): Promise<readonly EventNameCount[]> {
  const { name, user } = found;
  if (name !== undefined) return frequentNames(warehouse, sample, { name, user, limit: FREQUENT_NAMES });
  return [{ name: constantName(sample, found), n: sample.rows, users: user?.distinct ?? 0 }];
}

/** What each row of a log without event names is, by the columns it has. */
function constantName({ columns }: SampleTable, { order, quantity, price, value }: RoleCandidates): string {
  const has = (pattern: RegExp): boolean => columns.some(({ name }) => pattern.test(name));
  if (
    (order !== undefined && (quantity ?? price ?? value) !== undefined) ||
    (price !== undefined && quantity !== undefined)
  )
    return "purchase";
  if (value !== undefined && /^(dollar|revenue|spend|sales)/i.test(value.name)) return "purchase";
  if (has(/^page$/i) && has(/^(delta|added|deleted|comment)$/i)) return "edit";
  if (has(/^(call|callee|call_?duration)/i)) return "call";
  if (has(/^(rating|stars)$/i)) return "rating";
  if (has(/^(url|page|page_?url|path)$/i)) return "page_view";
  return "event";
}

function nameRole({ found }: Context, names: readonly EventNameCount[]): EventRoles["name"] {
  const { name } = found;
  if (name === undefined) {
    return {
      value: { const: names[0]?.name ?? "event" },
      reason: "no column names the event: every row is one of these",
    };
  }
  const shown = names
    .slice(0, 4)
    .map((e) => `${e.name} ${count(e.n)}`)
    .join(", ");
  return {
    value: name.name,
    reason: `${count(name.distinct)} names in the sample: ${shown}${names.length > 4 ? ", ..." : ""}`,
  };
}

async function userRoles({ warehouse, sample, found }: Context): Promise<Pick<EventRoles, "user" | "session">> {
  const { user, session } = found;
  const without =
    user === undefined || user.nullShare === 0
      ? ""
      : `; ${percent(user.nullShare)} of the rows have none and never count as a user`;
  const users = user && { user: { value: user.name, reason: `${count(user.distinct)} users in the sample${without}` } };
  if (session === undefined) return { ...users };
  const alone = user && (await shareWithOne(warehouse, sample, { key: session, of: user }));
  const evidence = alone === undefined ? "" : `; ${percent(alone)} of them have one user`;
  if (alone !== undefined && alone < 0.9) return { ...users };
  return {
    ...users,
    session: { value: session.name, reason: `${count(session.distinct)} sessions in the sample${evidence}` },
  };
}

function idRole({ found: { id } }: Context): Pick<EventRoles, "id"> {
  return id === undefined ? {} : { id: { value: id.name, reason: "named as an id, and no two sample rows share one" } };
}

function itemRole({ found: { item } }: Context): Pick<EventRoles, "item"> {
  return item === undefined
    ? {}
    : { item: { value: item.name, reason: `${count(item.distinct)} items in the sample` } };
}

function valueRole({ found }: Context, names: readonly EventNameCount[]): Pick<EventRoles, "value"> {
  const { value, quantity, price, name } = found;
  const expr =
    value !== undefined
      ? expressionName(value.name)
      : price !== undefined && quantity !== undefined
        ? `${expressionName(quantity.name)} * ${expressionName(price.name)}`
        : price && expressionName(price.name);
  if (expr === undefined) return {};
  const bought = names.filter((e) => PURCHASE.test(e.name)).map((e) => e.name);
  const proposed = (mapping: ValueMapping, reason: string): Pick<EventRoles, "value"> => ({
    value: { value: mapping, reason },
  });
  if (name === undefined)
    return proposed(
      expr,
      price !== undefined && quantity !== undefined ? "quantity times price of the line" : "named as a value",
    );
  if (bought.length > 0)
    return proposed({ expr, events: bought }, "a price counts as value only when something was bought");
  return value === undefined ? {} : proposed(expr, "named as a value");
}

async function dedupeOf({ warehouse, sample, found }: Context): Promise<Reasoned<"id" | "none"> | undefined> {
  const { id, time } = found;
  if (id !== undefined) return { value: "id", reason: "rows with the same event id are one event" };
  if (time !== undefined && (await wholeMinutes(warehouse, sample, time))) {
    return {
      value: "none",
      reason: "times are whole minutes: equal rows may be distinct events; write exact to drop them",
    };
  }
  return undefined;
}
