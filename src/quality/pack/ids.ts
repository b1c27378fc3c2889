import { tableSources } from "../../contract/project/project.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { PackCheck, Probe } from "../check.ts";
import { EVENTS, mapsRole, NOT_EVENTS, type QualityContext, STAGED_EVENTS } from "../context.ts";
import { duplicatesProbe } from "../contracts/grouped.ts";
import { countJudgement, isBlank, MIN_ROWS, numberOf, sampleQuery, shareJudgement } from "../evidence.ts";
import { count, counted, percent } from "../wording.ts";

export const missingUser: PackCheck = {
  title: "Events without a user",
  severity: "warn",
  threshold: 0.1,
  unit: "share",
  measures: "Share of events whose user is null or blank. They count as events and value, never as a user.",
  undetermined: `Fewer than ${MIN_ROWS} events.`,
  probes: ({ relations, project, dialect }) => {
    const events = relations.get(EVENTS);
    if (events === undefined) return NOT_EVENTS;
    if (!mapsRole(project, "user")) return { skip: "no source maps a user" };
    const missing = isBlank(events, "user_id");
    return [
      {
        relation: EVENTS,
        measures: { n: raw("count(*)"), failing: dialect.countIf(missing) },
        judge: ({ scan }) => {
          const [n, failing] = [numberOf(scan["n"]), numberOf(scan["failing"])];
          const sentence =
            failing === 0
              ? `Each of ${counted(n, "event")} has a user.`
              : `${count(failing)} of ${counted(n, "event")} (${percent(failing / n)}) have no user.`;
          return shareJudgement({ failing, n }, sentence, { noun: "events" });
        },
        sample: () => sampleQuery(events, missing, []),
      },
    ];
  },
};

/** Texts and numbers that collectors write when they have no id. */
const SENTINEL_TEXTS = [
  "empty",
  "null",
  "(null)",
  "none",
  "nil",
  "nan",
  "n/a",
  "na",
  "undefined",
  "unknown",
  "(not set)",
  "anonymous",
  "-",
  "0",
  "-1",
];
const SENTINEL_NUMBERS = [0, -1];
/** Longer ids are no placeholder, even with blanks around: comparing lengths first is fifteen times cheaper. */
const MAX_SENTINEL_LENGTH = 20;
const SENTINEL_SHARE = 0.01;
const ID_COLUMNS = ["user_id", "session_id", "item_id"];

export const sentinelIds: PackCheck = {
  title: "Placeholders used as ids",
  severity: "warn",
  threshold: SENTINEL_SHARE,
  unit: "share",
  measures: `Largest share, over user, session and item, of ids that are a placeholder: ${SENTINEL_TEXTS.join(", ")} in any case, or the numbers ${SENTINEL_NUMBERS.join(", ")}. Declare them as null markers of the column.`,
  undetermined: `Fewer than ${MIN_ROWS} events.`,
  probes: ({ relations, dialect }) => {
    const events = relations.get(EVENTS);
    if (events === undefined) return NOT_EVENTS;
    const columns = ID_COLUMNS.filter((name) => ["text", "integer"].includes(events.columns.get(name) ?? ""));
    if (columns.length === 0) return { skip: "no source maps a user, a session or an item" };
    const isSentinel = (name: string): Sql =>
      events.columns.get(name) === "text"
        ? sql`case when length(${ident(name)}) > ${MAX_SENTINEL_LENGTH} then false else lower(trim(${ident(name)})) in (${joinSql(SENTINEL_TEXTS.map((text) => sql`${text}`))}) end`
        : sql`${ident(name)} in (${joinSql(SENTINEL_NUMBERS.map((x) => sql`${x}`))})`;
    const worst = (scan: Readonly<Record<string, unknown>>): { readonly name: string; readonly failing: number } =>
      columns
        .map((name) => ({ name, failing: Number(scan[name] ?? 0) }))
        .reduce((a, b) => (b.failing > a.failing ? b : a));
    return [
      {
        relation: EVENTS,
        measures: {
          n: raw("count(*)"),
          ...Object.fromEntries(columns.map((name) => [name, dialect.countIf(isSentinel(name))])),
        },
        judge: ({ scan }) => {
          const n = numberOf(scan["n"]);
          const { name, failing } = worst(scan);
          const sentence =
            failing === 0
              ? `No ${columns.join(", ")} is a placeholder.`
              : `${name} is a placeholder such as "unknown", "NA" or 0 in ${count(failing)} of ${counted(n, "event")} (${percent(failing / n)})${failing > n * SENTINEL_SHARE ? "; declare it under nulls" : ""}.`;
          return shareJudgement({ failing, n }, sentence, { noun: "events" });
        },
        sample: ({ scan }) => {
          const { name } = worst(scan);
          const x = ident(name);
          return sql`select ${x}, count(*) as events from ${ident(EVENTS)} where ${isSentinel(name)} group by ${x} order by events desc, ${x} limit 5`;
        },
      },
    ];
  },
};

export const duplicateEventId: PackCheck = {
  title: "Event ids used more than once",
  severity: "warn",
  threshold: 0.001,
  unit: "share",
  measures: "Share of events that repeat the event id of another event; the first of each id is not counted.",
  undetermined: "No event has an id.",
  probes: ({ relations, project, dialect }) => {
    const staged = relations.get(STAGED_EVENTS);
    if (staged === undefined) return NOT_EVENTS;
    if (!mapsRole(project, "id")) return { skip: "no source maps an event id" };
    return [
      duplicatesProbe({ relation: staged, columns: ["event_id"], scope: null, dialect }, ({ extra, n, keys }) => {
        const sentence =
          extra === 0
            ? `No event id is used twice in ${counted(n, "event")}.`
            : `${counted(keys, "event id is", "event ids are")} used more than once: ${count(extra)} of ${counted(n, "event")} (${percent(extra / n)}) repeat one; \`dedupe: id\` drops them.`;
        return shareJudgement({ failing: extra, n }, sentence, { noun: "events with an id", min: 1 });
      }),
    ];
  },
};

export const duplicateKey: PackCheck = {
  title: "Table keys identify one row",
  severity: "error",
  threshold: 0,
  unit: "rows",
  measures:
    "For every table source with a `key`: rows that repeat the key of another row. One check per table, named duplicate_key.<source>.",
  undetermined: "The table is empty.",
  probes: ({ project, relations, dialect }) => {
    const keyed = tableSources(project).flatMap(([id, { table }]): Probe[] => {
      const relation = relations.get(`fct_${id}`);
      const columns = [table?.key ?? []].flat();
      if (relation === undefined || columns.length === 0 || columns.some((name) => !relation.columns.has(name)))
        return [];
      const probe = duplicatesProbe({ relation, columns, scope: null, dialect }, ({ extra, n, keys }) => {
        const sentence =
          extra === 0
            ? `${columns.join(", ")} identifies each of ${counted(n, "row")} of ${id}.`
            : `${count(extra)} of ${counted(n, "row")} of ${id} repeat the key of another row (${counted(keys, "key")} on ${columns.join(", ")}).`;
        return countJudgement({ failing: extra, n }, sentence, `rows in ${relation.name}`);
      });
      return [{ suffix: id, ...probe }];
    });
    return keyed.length === 0 ? { skip: "no table source declares a key" } : keyed;
  },
};

export const sharedSession: PackCheck = {
  title: "Session ids shared by users",
  severity: "warn",
  threshold: 0,
  unit: "ids",
  measures:
    "Vendor session ids that appear with two or more users. Sessions are split by user, so such an id makes two or more.",
  undetermined: "No event has both a user and a session id.",
  probes: (context) => {
    const staged = context.relations.get(STAGED_EVENTS);
    if (staged === undefined) return NOT_EVENTS;
    if (!mapsRole(context.project, "session") || !mapsRole(context.project, "user")) {
      return { skip: "no source maps both a user and a vendor session id" };
    }
    return [sharedSessionProbe(context)];
  },
};

function sharedSessionProbe({ dialect }: QualityContext): Probe {
  const shared = sql`min(user_id) <> max(user_id)`;
  const from = sql`from ${ident(STAGED_EVENTS)} where session_id is not null and user_id is not null`;
  return {
    relation: STAGED_EVENTS,
    query: sql`with vendor_sessions as (select session_id, ${shared} as shared ${from} group by session_id)
select count(*) as n, ${dialect.countIf(raw("shared"))} as failing from vendor_sessions`,
    judge: ({ rows }) => {
      const [n, failing] = [numberOf(rows[0]?.["n"]), numberOf(rows[0]?.["failing"])];
      const sentence =
        failing === 0
          ? `None of ${counted(n, "vendor session id")} is shared by two users.`
          : `${count(failing)} of ${counted(n, "vendor session id")} ${failing === 1 ? "is" : "are"} shared by two or more users and ${failing === 1 ? "was" : "were"} split by user.`;
      return countJudgement({ failing, n }, sentence, "events with both a user and a session id");
    },
    sample: () =>
      sql`with shared as (select session_id ${from} group by session_id having ${shared} order by count(*) desc, session_id limit 5)
select session_id, count(distinct user_id) as users, min(user_id) as first_user, max(user_id) as last_user, count(*) as events
${from} and session_id in (select session_id from shared) group by session_id order by events desc, session_id`,
  };
}
